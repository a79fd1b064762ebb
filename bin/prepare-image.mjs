// What a container image does once, so that starting it does not have to.
// Usage: node bin/prepare-image.mjs packages|pages
import { build, generate, install } from './prepare.mjs';

await install();
if (process.argv[2] === 'pages') {
  await generate();
  await build();
}
