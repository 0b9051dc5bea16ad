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
async function open(language, width = 1280, file = report, options = {}) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, ...options });
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
        .filter(({ words, box }) => words.trim() && box.width > 0); // years of the film that are not shown have no box
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

  /** A table of the run as objects, its numbers as numbers. */
  const tableOf = (key) => {
    const [head, ...lines] = readFileSync(join(dirname(report), `tables/${key}.csv`), 'utf8').trim().split('\n');
    const names = head.split(',');
    return lines.map((line) =>
      Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell !== '' && !Number.isNaN(Number(cell)) ? Number(cell) : cell])),
    );
  };

  test('a forecast of the regions at the top stands beside its spread, what it has to beat and its record', async () => {
    const nation = tableOf('economy_baseline_nation').filter((r) => r.outcome === 'product');
    const [begin, end] = [nation[0], nation.at(-1)];
    const growth = (key) => (100 * ((end[key] / begin.p50) ** (1 / (end.year - begin.year)) - 1)).toFixed(1);
    const scores = tableOf('growth_backtest');
    const error = (model) => scores.find((r) => r.model === model).rmse.toFixed(2);
    const came = tableOf('economy_moves_sums').sort((a, b) => b.net_comers - a.net_comers);
    for (const language of ['en', 'zh']) {
      const { page, complaints } = await open(language, 390);
      const ahead = await page.locator('.findings li:has(a[href="#ahead"])').innerText();
      for (const number of [...['p50', 'p05', 'p95'].map(growth), error('economy_persistent'), error('same_growth'), String(end.year)])
        assert.ok(ahead.includes(number), `${number} in: ${ahead}`);
      assert.match(ahead, language === 'en' ? /all grow alike.*\bband/ : /各地同速增长.*区间/);
      const people = await page.locator('.findings li:has(a[href="#people"])').innerText();
      for (const r of [came[0], came.at(-1)]) assert.ok(people.includes(Math.abs(r.net_comers).toFixed(0)), people);
      assert.deepEqual(complaints, []);
      await page.close();
    }
  });

  test('arrows on maps leave names on top, and the thickest is said with its unit', async () => {
    const { page } = await open('en');
    for (const id of ['people-flows', 'network-links']) {
      const order = await page.locator(`#figure-${id} svg.chart`).evaluate((node) => {
        const at = (list) => list.map((each) => [...node.children].indexOf(each));
        return {
          arrow: Math.max(...at([...node.querySelectorAll('path[stroke-opacity]')])),
          name: Math.min(...at([...node.querySelectorAll('[data-name]')])),
        };
      });
      assert.ok(order.arrow >= 0 && order.name > order.arrow, `${id}: ${JSON.stringify(order)}`);
    }
    const [most] = tableOf('economy_moves').sort((a, b) => b.movers - a.movers);
    const note = await page.locator('#figure-people-flows .note').innerText();
    assert.ok(note.includes(`${most.movers.toFixed(1)} (10,000 persons)`), note);
    await page.close();
  });

  test('the course of diffusion and the levers are there in both languages', async () => {
    const ids = ['curves', 'funnel', 'film', 'passing', 'critical', 'contacts', 'levers', 'even-matrix', 'even'];
    for (const language of ['en', 'zh']) {
      const { page, complaints } = await open(language, 390);
      for (const id of ids) {
        const found = page.locator(`#figure-${id}`);
        assert.equal(await found.locator('svg.chart').count(), 1, id);
        assert.equal(/[\u4e00-\u9fff]/.test(await found.locator('h3').innerText()), language === 'zh', id);
        assert.ok((await found.locator('.source').innerText()).length > 0, id);
      }
      for (const by of ['tier', 'group', 'stage']) {
        await page.locator('#figure-curves select[data-role="by"]').selectOption(by);
        assert.deepEqual(await crowded(page), []);
      }
      assert.deepEqual(complaints, []);
      await page.close();
    }
  });

  test('the funnel narrows from step to step', async () => {
    const found = tableOf('adoption_funnel');
    const steps = ['market', 'heard', 'opinion', 'decided', 'uses', 'stays'];
    assert.ok(found.length > 0);
    for (const r of found) {
      const next = found.find(
        (o) => o.scenario === r.scenario && o.year === r.year && o.step === steps[steps.indexOf(r.step) + 1],
      );
      for (const q of ['p05', 'p50', 'p95']) assert.ok(!next || next[q] <= r[q] + 1e-9, JSON.stringify([r, next]));
    }
    const uses = found.find((r) => r.scenario === 'baseline' && r.step === 'uses' && r.year === 2030);
    const users = tableOf('adoption').find((r) => r.scenario === 'baseline' && r.region === 'ALL' && r.year === 2030);
    assert.ok(Math.abs(uses.p50 - users.p50) < 1e-9, 'who uses it in the funnel is who uses it elsewhere');
  });

  /** Colours of the film's regions as they are seen. */
  const seen = (page) =>
    page
      .locator('#figure-film svg.chart [data-region]')
      .evaluateAll((nodes) => nodes.map((node) => [node.dataset.region, getComputedStyle(node).fill]));

  test('the film plays, stops, steps, and every year has all regions', async () => {
    const { page, complaints } = await open('en');
    const film = page.locator('#figure-film');
    const year = () => film.locator('.film-year').innerText();
    assert.equal(await film.locator('svg.chart rect[data-region] animate').count(), 31);
    assert.equal(await film.locator('[data-role="film-play"]').getAttribute('aria-label'), 'Stop');
    const from = await year();
    await page.waitForFunction((was) => document.querySelector('.film-year').textContent !== was, from);
    await film.locator('[data-role="film-play"]').click();
    const stopped = Number(await year());
    await page.waitForTimeout(1200);
    assert.equal(Number(await year()), stopped, 'a film that is stopped stays');
    const slider = film.locator('[data-role="film-year"]');
    await slider.fill('2023');
    const first = await seen(page);
    await slider.fill('2025');
    const later = await seen(page);
    assert.equal(first.length, 31);
    assert.ok(first.every(([code, colour], i) => later[i][0] === code && later[i][1] !== colour), 'users grow everywhere');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await year(), '2026');
    await film.locator('[data-role="film-back"]').click();
    assert.equal(await year(), '2025');
    assert.deepEqual(await seen(page), later);
    await film.locator('.chart-host').focus();
    await page.keyboard.press('Home');
    assert.match(await film.locator('.said').innerText(), /, 2025: /);
    assert.equal(await film.locator('svg.chart > text:visible').evaluateAll((n) => n.filter((t) => /^20\d\d$/.test(t.textContent)).length), 1);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('the film stands still for those who ask for calm and on paper, and plays on its own when saved', async () => {
    const { page, complaints } = await open('zh', 1280, report, { reducedMotion: 'reduce' });
    const film = page.locator('#figure-film');
    const before = await seen(page);
    await page.waitForTimeout(1500);
    assert.deepEqual(await seen(page), before);
    assert.equal(new Set(before.map(([code]) => code)).size, 31);
    assert.equal(await film.locator('.film-year').innerText(), '2025', 'the last year of data');
    const saved = await downloaded(page, film.locator('[data-role="svg"]'));
    assert.equal(saved.bytes.match(/data-region="[^"]+"/g).length, 31);
    assert.equal(saved.bytes.match(/<animate attributeName="fill"/g).length, 62, 'squares and their names');
    assert.doesNotMatch(saved.bytes, /href|<script|<style/);
    const alone = join(folder, saved.name);
    const other = await browser.newPage();
    await other.goto(pathToFileURL(alone).href);
    const fillAt = (time) =>
      other.evaluate((at) => {
        document.documentElement.pauseAnimations();
        document.documentElement.setCurrentTime(at);
        return getComputedStyle(document.querySelector('[data-region]')).fill;
      }, time);
    assert.notEqual(await fillAt(0.1), await fillAt(2.5));
    await other.close();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    assert.equal(await film.locator('animate').count(), 0);
    assert.equal((await seen(page)).length, 31);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('break-even costs read one way are the inverse of the other, and a cell says its range', async () => {
    const even = tableOf('lever_break_even').filter((r) => r.group === 'everybody' && r.other_group === 'everybody');
    assert.equal(even.length, 110);
    for (const r of even) {
      const back = even.find((o) => o.lever === r.other_lever && o.other_lever === r.lever);
      assert.ok(Math.abs(r.better + back.better - 100) < 1e-9, JSON.stringify([r, back]));
    }
    const { page, complaints } = await open('en');
    await page.locator('#figure-even-matrix .chart-host').focus();
    await page.keyboard.press('Home');
    const words = await page.locator('#figure-even-matrix .said').innerText();
    assert.match(words, /^“.+” is better than “.+” if a unit costs less than [\d.,]+ times as much \([\d.,]+ to ([\d.,]+|∞)\)/);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('axe finds no serious violation', async () => {
    for (const language of ['en', 'zh']) {
      const { page } = await open(language);
      await page.evaluate(axe);
      // contrast is two thirds of the time, and colours do not depend on the language
      const rules = { 'color-contrast': { enabled: language === 'en' } };
      const { violations } = await page.evaluate((options) => window.axe.run(options), { rules, resultTypes: ['violations'] });
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
