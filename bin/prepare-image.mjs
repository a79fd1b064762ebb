// What a container image does once, so that starting it does not have to.
import { build, generate, install } from './prepare.mjs';

await install();
await generate();
await build();
