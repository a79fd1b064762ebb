import sizes from '../sizes.json' with { type: 'json' };

/** How much of a repeated test to run: small by default, the full figure under `npm run test:full`. */
export function testSize(name: keyof typeof sizes): number {
  return process.env.FAULTLINE_TEST_SIZE === 'full' ? sizes[name].full : sizes[name].small;
}
