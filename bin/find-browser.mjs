import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Refusal, step, toolEnv } from './prepare.mjs';

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A browser for the tests: one that is here, else Playwright's own, else the distribution's. Returns its path. */
export async function findBrowser() {
  const found = await present();
  if (found !== undefined) return found;
  const attempts = [
    ['Installing a browser for the tests', 'playwright', ['install', 'chromium']],
    [
      "Installing the distribution's browser",
      'sh',
      ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium'],
    ],
  ];
  for (const [what, command, args] of attempts) {
    if (command === 'sh' && spawnSync('which', ['apt-get']).status !== 0) continue;
    try {
      await step(what, command, args, toolEnv);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      console.log(error.message);
    }
    const installed = await present();
    if (installed !== undefined) return installed;
  }
  throw new Refusal(
    'The end-to-end tests need Chromium, and none could be installed. Install one and set PW_CHROMIUM_PATH.',
  );
}

async function present() {
  const { chromium } = await import('@playwright/test');
  const candidates = [process.env.PW_CHROMIUM_PATH, ...SYSTEM, chromium.executablePath()];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}
