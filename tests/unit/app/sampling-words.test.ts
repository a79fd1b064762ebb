import { expect, it } from 'vitest';
import { samplingWords } from '../../../app/(app)/[project]/data/sampling-words.ts';

it('says whether a sampling is sound, and what its heaviest query carries', () => {
  expect(samplingWords({ z: -1.23, sound: true, heaviestShare: 0.034, topHeavy: false })).toBe(
    'Sound: 1.2 standard errors apart. The heaviest query carries 3.4 % of the weight.',
  );
  const broken = samplingWords({ z: 4, sound: false, heaviestShare: 0.3, topHeavy: true });
  expect(broken).toContain('Sampling broken: 4.0 standard errors apart');
  expect(broken).toContain('One query carries 30 % of the weight');
});
