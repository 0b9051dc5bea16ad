// SPDX-License-Identifier: Apache-2.0
// Times thirty years of the economy of 32 regions and 14 sectors in WebAssembly: the median of RUNS, and the hash of what they
// give, which tidu_bench_economy prints natively.
// usage: node tools/wasm_years.mjs build/wasm/app/wasm/tidu_core.wasm [RUNS]
import { readFileSync } from 'node:fs';

const [path, runs = '25'] = process.argv.slice(2);
if (path === undefined || !/^[1-9][0-9]*$/.test(runs)) {
  console.error('usage: node tools/wasm_years.mjs MODULE.wasm [RUNS]');
  process.exit(2);
}
const core = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path))).exports;
core.tidu_start();
core.tidu_years(); // makes the economy; the engine compiles what runs often meanwhile
const times = [];
let address = 0;
for (let run = 0; run < Number(runs); ++run) {
  const begin = performance.now();
  address = core.tidu_years();
  times.push(performance.now() - begin);
}
times.sort((a, b) => a - b);
const hash = new TextDecoder().decode(new Uint8Array(core.memory.buffer, address, core.tidu_text_size()));
console.log(`${hash}  32 x 14, 30 years: ${times[times.length >> 1].toFixed(1)} ms, fastest ${times[0].toFixed(1)} ms`);
