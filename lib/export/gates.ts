/** What is looked at before files may be fetched, in the order in which it is shown. */
export const GATES = {
  readiness: 'Enough examples',
  contradictory_labels: 'Labels that contradict each other',
  contradicted_grades: 'Verdicts that contradict their grades',
  personal_data: 'Personal data and keys',
  tokens: 'Length in tokens, and cost',
  duplicates: 'Near-duplicates',
  balance: 'Balance of classes and lengths',
  diversity: 'Diversity of questions',
} as const;
export type GateId = keyof typeof GATES;
export const GATE_IDS = Object.keys(GATES) as [GateId, ...GateId[]];

export const GATE_LEVELS = ['pass', 'warn', 'stop'] as const;
export type GateLevel = (typeof GATE_LEVELS)[number];
