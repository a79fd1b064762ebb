// npm drops an optional platform package from the lock without a word when the registry at hand does not have
// it, and then `npm ci` fails on that very lock. This adds an entry for each one that is missing.
// Usage: node bin/mend-lock.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';

const OS = ['linux', 'darwin', 'win32'];
const CPU = ['x64', 'arm64'];

/** The lock's missing optional packages, as [path, entry] pairs. */
export function missingEntries(lock) {
  const missing = new Map();
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = [`${path === '' ? '' : `${path}/`}node_modules/${name}`, `node_modules/${name}`];
      if (places.some((place) => place in lock.packages)) continue;
      missing.set(`node_modules/${name}`, stubOf(name, range));
    }
  }
  return [...missing];
}

function stubOf(name, range) {
  const words = name.split(/[-/]/);
  const os = OS.filter((word) => words.includes(word));
  const cpu = CPU.filter((word) => words.includes(word));
  return {
    version: range.replace(/^[^0-9]*/, ''),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
    ...(cpu.length > 0 ? { cpu } : {}),
  };
}

if (process.argv[1]?.endsWith('mend-lock.mjs')) {
  const file = new URL('../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock);
  if (process.argv.includes('--check')) {
    if (missing.length > 0) {
      console.error(
        `package-lock.json lacks ${missing.map(([path]) => path).join(', ')}. Run: node bin/mend-lock.mjs`,
      );
      process.exit(1);
    }
  } else if (missing.length > 0) {
    Object.assign(lock.packages, Object.fromEntries(missing));
    lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
    console.log(`Added ${missing.length} entries: ${missing.map(([path]) => path).join(', ')}`);
  }
}
