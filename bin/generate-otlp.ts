// Generates lib/ingest/otlp/generated from lib/ingest/otlp/proto. Needs the development packages; works offline.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = 'lib/ingest/otlp';
const bin = (name: string) => join(root, 'node_modules/.bin', name);

const template = {
  version: 'v2',
  plugins: [
    {
      local: [process.execPath, bin('protoc-gen-es')],
      out: `${folder}/generated`,
      opt: ['target=js+dts', 'import_extension=js'],
    },
  ],
};
rmSync(join(root, folder, 'generated'), { recursive: true, force: true });
execFileSync(bin('buf'), ['generate', `${folder}/proto`, '--template', JSON.stringify(template)], {
  cwd: root,
  stdio: 'inherit',
});
