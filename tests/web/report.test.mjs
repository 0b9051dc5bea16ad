// The report in a browser: the page that $TIDU_REPORT names (the report.html of a run), opened from the disk without a network.
// $TIDU_SMALL_REPORT names that of two regions.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const report = resolve(process.env.TIDU_REPORT ?? 'report.html');
const shots = process.env.TIDU_SCREENSHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tidu-web-'));
let browser;

before(async () => {
  assert.ok(existsSync(report), `${report} is not there: set TIDU_REPORT to the report of a run`);
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A page on the report; whatever it complains of is collected. */
async function open(language, width = 1280, file = report) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const complaints = [];
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    ),
  );
  const address = pathToFileURL(file);
  address.searchParams.set('lang', language);
  await page.goto(address.href);
  return { page, complaints };
}

/** Pairs of texts in one drawing that cover each other, and texts that leave it. */
const crowded = (page) =>
  page.evaluate(() => {
    const found = [];
    for (const drawing of document.querySelectorAll('svg.chart')) {
      const edge = drawing.getBoundingClientRect();
      const texts = [...drawing.querySelectorAll('text')]
        .map((node) => ({ words: node.textContent, box: node.getBoundingClientRect() }))
        .filter(({ words }) => words.trim());
      texts.forEach(({ words, box }, i) => {
        if (box.left < edge.left - 3 || box.right > edge.right + 12)
          found.push(`"${words}" leaves ${drawing.getAttribute('aria-label')}`);
        for (const other of texts.slice(i + 1)) {
          const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (wide > 1.5 && high > 4)
            found.push(`"${words}" over "${other.words}" in ${drawing.getAttribute('aria-label')}`);
        }
      });
    }
    return found;
  });

/** What a button downloads, as text. */
async function downloaded(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return { name: download.suggestedFilename(), bytes: readFileSync(path, 'utf8') };
}

describe('report', () => {
  for (const [language, width] of [
    ['en', 1280],
    ['zh', 1280],
    ['en', 390],
    ['zh', 390],
  ]) {
    test(`opens in ${language} at ${width} px without complaint or crowded labels`, async () => {
      const { page, complaints } = await open(language, width);
      assert.equal(await page.locator('html').getAttribute('lang'), language === 'zh' ? 'zh-CN' : 'en');
      assert.ok((await page.locator('figure').count()) >= 15);
      assert.deepEqual(await crowded(page), []);
      const text = await page.locator('body').innerText();
      assert.deepEqual(text.match(/\[[a-z_]+\.[\w.]+\]|\bundefined\b|\bNaN\b/g), null);
      assert.ok(
        (await page.evaluate(() => document.documentElement.scrollWidth)) <= width,
        'nothing to scroll sideways',
      );
      if (shots) await page.screenshot({ path: join(shots, `report-${language}-${width}.png`), fullPage: true });
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }

  test('switches the language, keeps it in the address and all of it changes', async () => {
    const { page, complaints } = await open('en');
    const english = await page.locator('h2, h3, th').allInnerTexts();
    await page.getByRole('button', { name: '中文' }).click();
    assert.match(page.url(), /lang=zh/);
    const chinese = await page.locator('h2, h3').allInnerTexts();
    assert.deepEqual(
      chinese.filter((words) => !/[\u4e00-\u9fff]/.test(words)),
      [],
    );
    await page.getByRole('button', { name: 'English' }).click();
    assert.deepEqual(await page.locator('h2, h3, th').allInnerTexts(), english);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('every state of every control draws without complaint or crowded labels', async () => {
    const { page, complaints } = await open('en');
    for (const id of await page.locator('figure').evaluateAll((nodes) => nodes.map((node) => node.id))) {
      for (const role of await page
        .locator(`#${id} select`)
        .evaluateAll((nodes) => nodes.map((node) => node.dataset.role))) {
        const select = page.locator(`#${id} select[data-role="${role}"]`);
        const values = await select.locator('option').evaluateAll((nodes) => nodes.map((node) => node.value));
        for (const value of [values.at(-1), values[Math.floor(values.length / 2)], values[0]])
          await select.selectOption(value);
      }
    }
    assert.deepEqual(await crowded(page), []);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('tables have the bytes of the run, drawings stand alone', async () => {
    const { page, complaints } = await open('en');
    for (const id of ['gaps', 'index-ranks', 'fit', 'adoption', 'passing', 'facts']) {
      const { name, bytes } = await downloaded(page, page.locator(`#figure-${id} [data-role="csv"]`));
      const file = name.replace(/^[^-]+-/, '');
      assert.equal(bytes, readFileSync(join(dirname(report), 'tables', file), 'utf8'), file);
    }
    const picture = await downloaded(page, page.locator('#figure-gaps [data-role="svg"]'));
    assert.match(
      picture.bytes,
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/,
    );
    assert.doesNotMatch(picture.bytes, /href|<script|<style/);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('a table twin shows the numbers of its chart, and each column its origin', async () => {
    const { page, complaints } = await open('en');
    await page.locator('#figure-gaps [data-role="toggle"]').click();
    const shown = await page.locator('#figure-gaps tbody tr').last().locator('th, td').allInnerTexts();
    const last = readFileSync(join(dirname(report), 'tables/dagum_productivity.csv'), 'utf8')
      .trim()
      .split('\n')
      .at(-1)
      .split(',');
    assert.equal(shown[0], last[0]);
    assert.equal(Number(shown[1]), Number(Number(last[1]).toFixed(4)));
    await page.locator('#figure-gaps th button[data-column="gini"]').click();
    const origin = await page.locator('#figure-gaps .origin').innerText();
    for (const words of ['Gross regional product', 'NBS', 'Resident population', 'Dagum'])
      assert.ok(origin.includes(words), `${words} in ${origin}`);
    await page.locator('#figure-adoption [data-role="origin"]').click();
    assert.match(
      await page.locator('#figure-adoption .origin').innerText(),
      /Imitation q = .* \(.* – .*\)/,
      'assumptions with their range',
    );
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('numbers cannot be misread: no p is 0, yes and no are words, values beside dots stand in a column', async () => {
    const { page, complaints } = await open('en');
    const cells = (id, n) => page.locator(`#figure-${id} tbody tr td:nth-child(${n})`).allInnerTexts();
    const heads = (id) => page.locator(`#figure-${id} thead th`).allInnerTexts();
    const log_t = (await heads('club-tests')).findIndex((words) => words.startsWith('p (one-sided)'));
    const p = await cells('club-tests', log_t + 1);
    assert.ok(p.includes('< 0.0001') && !p.includes('0.0000'), p.join());
    const limits = (await heads('index-treatment')).indexOf('Within limits');
    assert.deepEqual([...new Set(await cells('index-treatment', limits + 1))].sort(), ['no', 'yes']);
    const places = await page
      .locator('#figure-index-ranks svg.chart text')
      .evaluateAll((nodes) => nodes.filter((n) => /^0\.\d{3}$/.test(n.textContent)).map((n) => n.getAttribute('x')));
    assert.equal(new Set(places).size, 1, places.join());
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('names on a narrow map differ little in size, and units can be read', async () => {
    const { page } = await open('en', 390);
    const sizes = await page
      .locator('#figure-index-map svg.chart text[pointer-events]')
      .evaluateAll((nodes) => nodes.map((n) => Number(n.getAttribute('font-size'))));
    assert.ok(Math.max(...sizes) <= 1.36 * Math.min(...sizes), sizes.join());
    const units = await page
      .locator('#figure-coupling svg.chart > g text')
      .evaluateAll((nodes) => nodes.map((n) => n.getBoundingClientRect().height));
    assert.ok(units.length > 1 && Math.min(...units) > 9, units.join());
    await page.close();
  });

  test('keyboard reaches every value and selects a region everywhere', async () => {
    const { page, complaints } = await open('en');
    const chart = page.locator('#figure-index-ranks .chart-host');
    await chart.focus();
    await page.keyboard.press('End');
    const words = await page.locator('#figure-index-ranks .said').innerText();
    assert.match(words, /rank 31/);
    await page.keyboard.press('Enter');
    const name = words.split(':')[0];
    assert.equal(await page.locator('#figure-index-lines select[data-role="region"] option:checked').innerText(), name);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('axe finds no serious violation', async () => {
    for (const language of ['en', 'zh']) {
      const { page } = await open(language);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(
        violations
          .filter(({ impact }) => ['serious', 'critical'].includes(impact))
          .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`),
        [],
      );
      await page.close();
    }
  });

  test('prints on A4 with text that can be searched', async () => {
    const { page } = await open('zh');
    const pdf = join(folder, 'report.pdf');
    writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true }));
    if (shots) writeFileSync(join(shots, 'report-zh.pdf'), readFileSync(pdf));
    const information = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
    assert.match(information, /Page size: +59\d(\.\d+)? x 84\d(\.\d+)? pts \(A4\)/);
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    for (const words of ['主要结果', '泰尔指数', '黑龙江', '基准情景']) assert.ok(text.includes(words), words);
    await page.close();
  });

  const small = process.env.TIDU_SMALL_REPORT;
  test('two regions are enough for every section', { skip: !small && 'TIDU_SMALL_REPORT is not set' }, async () => {
    for (const language of ['en', 'zh']) {
      const { page, complaints } = await open(language, 1280, resolve(small));
      assert.deepEqual(complaints, []);
      assert.ok((await page.locator('figure').count()) >= 15);
      assert.deepEqual(await crowded(page), []);
      const text = await page.locator('body').innerText();
      assert.deepEqual(text.match(/\[[a-z_]+\.[\w.]+\]|\bundefined\b|\bNaN\b/g), null);
      await page.close();
    }
  });

  test('names that attack stay names', async () => {
    const attack = '</script><img src=x onerror=alert(1)>';
    const bytes = readFileSync(report, 'utf8');
    const escaped = JSON.stringify(attack)
      .slice(1, -1)
      .replace(/[<>&]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const hostile = join(folder, 'hostile.html');
    writeFileSync(hostile, bytes.replaceAll('"Beijing"', `"${escaped}"`));
    const { page, complaints } = await open('en', 1280, hostile);
    assert.ok((await page.locator('body').innerText()).includes(attack), 'shown as text');
    assert.equal(await page.locator('img').count(), 0);
    assert.deepEqual(complaints, []);
    await page.close();
  });
});
