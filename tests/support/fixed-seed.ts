import fc from 'fast-check';

// A small run looks at the same values each time, and fails for what was changed alone. A full one looks further; what
// it finds is told with its seed.
if (process.env.FAULTLINE_TEST_SIZE !== 'full') fc.configureGlobal({ seed: 20_261_123 });
