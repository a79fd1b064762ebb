import type { DataHealth } from '#lib/ingest/queries/data-health.ts';

type Checked = Pick<DataHealth['sampling'][number], 'z' | 'sound' | 'heaviestShare' | 'topHeavy'>;

/** What the check of a queue's sampling says, and what to do about it. */
export function samplingWords({ z, sound, heaviestShare, topHeavy }: Checked): string {
  const apart = Math.abs(z).toFixed(1);
  const total = sound
    ? `Sound: ${apart} standard errors apart.`
    : `Sampling broken: ${apart} standard errors apart. Do not lean on rates weighted by this queue; draw a queue anew.`;
  const share = `${(heaviestShare * 100).toFixed(heaviestShare < 0.0995 ? 1 : 0)} %`;
  return topHeavy
    ? `${total} One query carries ${share} of the weight, so that its label alone moves a rate: draw more, or raise the floor of the rules.`
    : `${total} The heaviest query carries ${share} of the weight.`;
}
