import { parseArgs } from 'node:util';
import { isScenarioName, scenarios } from '../prisma/seed/scenario.ts';
import { DEFAULT_QUERIES, type SeedOptions, seedScenario } from '../prisma/seed/seed-scenario.ts';

const usage = `Usage: npm run seed -- <scenario> [options]

Fills the project of an API key with demo data, through the HTTP API.

Scenarios:
${Object.values(scenarios)
  .map(({ name, description }) => `  ${name.padEnd(12)} ${description}`)
  .join('\n')}

Options:
  --url URL       the server, http://127.0.0.1:3000 by default
  --key KEY       an API key; FAULTLINE_API_KEY by default
  --seed N        another seed gives other traffic, 7 by default
  --ends-at ISO   the end of the two weeks, the last full hour by default
  --queries N     how many queries, ${DEFAULT_QUERIES} by default`;

function readOptions(): SeedOptions | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      key: { type: 'string' },
      seed: { type: 'string' },
      'ends-at': { type: 'string' },
      queries: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [scenario, ...rest] = positionals;
  if (scenario === undefined || rest.length > 0) throw new Error('Name one scenario; --help lists them.');
  if (!isScenarioName(scenario)) throw new Error(`There is no scenario "${scenario}"; --help lists them.`);
  const key = values.key ?? process.env.FAULTLINE_API_KEY;
  if (!key) throw new Error('An API key is needed: --key KEY, or FAULTLINE_API_KEY.');
  if (!URL.canParse(values.url)) throw new Error(`--url is not an address: "${values.url}".`);
  return {
    scenario,
    key,
    url: values.url,
    onProgress: console.log,
    ...(values.seed === undefined ? {} : { seed: wholeNumber('--seed', values.seed, 0) }),
    ...(values.queries === undefined ? {} : { queries: wholeNumber('--queries', values.queries, 1) }),
    ...(values['ends-at'] === undefined ? {} : { endsAt: moment(values['ends-at']) }),
  };
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > 1_000_000) {
    throw new Error(`${option} is a whole number from ${least} to 1000000, not "${text}".`);
  }
  return number;
}

function moment(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new Error(`--ends-at is a moment such as 2026-03-14T12:00:00Z, not "${text}".`);
  return date;
}

try {
  const options = readOptions();
  if (options) {
    const { chunks, queries, labels, deployment } = await seedScenario(options);
    const counts = Object.entries({ chunks, queries, labels }).map(
      ([noun, { accepted, duplicates }]) => `${accepted} ${noun} (${duplicates} already there)`,
    );
    console.log(`Done: ${counts.join(', ')}. Look at what happened on ${deployment.deployedAt}.`);
  } else {
    console.log(usage);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
