// SPDX-License-Identifier: Apache-2.0
// Runs the checksum of core in WebAssembly and prints what `tidu checksum --list` prints natively.
// usage: node tools/wasm_checksum.mjs build/wasm/app/wasm/tidu_core.wasm [SHIFT]
import { readFileSync } from 'node:fs';

const [path, shift = '0'] = process.argv.slice(2);
if (path === undefined || !/^[0-7]$/.test(shift)) {
  console.error('usage: node tools/wasm_checksum.mjs MODULE.wasm [SHIFT of 0 to 7]');
  process.exit(2);
}

let bytes;
try {
  bytes = readFileSync(path);
} catch (error) {
  console.error(
    `error: ${path} cannot be read (${error.code}); build it with: cmake --preset wasm && cmake --build --preset wasm`,
  );
  process.exit(4);
}

const module = new WebAssembly.Module(bytes);
const imports = WebAssembly.Module.imports(module);
if (imports.length !== 0) {
  console.error(`error: ${path} has imports, so core is not pure:`);
  for (const { module: from, name, kind } of imports) console.error(`  ${from}.${name} (${kind})`);
  process.exit(6);
}

const core = new WebAssembly.Instance(module).exports;
core.tidu_start();
const address = core.tidu_checksum(Number(shift));
process.stdout.write(new TextDecoder().decode(new Uint8Array(core.memory.buffer, address, core.tidu_text_size())));
