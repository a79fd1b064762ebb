import { describe, expect, test } from 'vitest';
import { holdsFacts, shareOf } from '../../../prisma/seed/answer-truth.ts';
import { splitByHeading } from '../../../prisma/seed/handbook.ts';
import { lexicalRetriever } from '../../../prisma/seed/lexical-retriever.ts';
import { loadHandbook } from '../../../prisma/seed/load-handbook.ts';
import { allQuestions, unanswerableQuestions } from '../../../prisma/seed/questions.ts';
import { scenarios } from '../../../prisma/seed/scenario.ts';

const handbook = loadHandbook();

describe('the handbook', () => {
  test('a section becomes a chunk with its heading path', () => {
    expect(
      splitByHeading('plans', '# Plans\n\n## Team, yearly\n\nOne line.\nAnother.\n\n## Home\n\nFree.\n'),
    ).toEqual([
      {
        id: 'plans#team-yearly',
        document: 'plans',
        title: 'Plans › Team, yearly',
        text: 'Plans › Team, yearly\n\nOne line. Another.',
        source: 'https://docs.cairnbox.example/plans#team-yearly',
      },
      expect.objectContaining({ id: 'plans#home', text: 'Plans › Home\n\nFree.' }),
    ]);
  });

  test('has about sixty sections of 80 to 250 words, each id once', () => {
    expect(handbook.length).toBeGreaterThanOrEqual(60);
    expect(new Set(handbook.map(({ id }) => id)).size).toBe(handbook.length);
    for (const { id, text } of handbook) {
      const words = text.split(/\s+/).length;
      expect(words, id).toBeGreaterThanOrEqual(80);
      expect(words, id).toBeLessThanOrEqual(250);
    }
  });

  test('the stale index lacks half of the documents', () => {
    const documents = new Set(handbook.map(({ document }) => document));
    const missing = scenarios['stale-index'].after.missingDocuments;
    expect(missing.every((document) => documents.has(document))).toBe(true);
    expect(missing.length).toBe(documents.size / 2);
  });
});

describe('the questions', () => {
  test('are about 120, one in ten without an answer, no wording twice', () => {
    expect(allQuestions.length).toBeGreaterThanOrEqual(120);
    const share = unanswerableQuestions.length / allQuestions.length;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.12);
    expect(new Set(allQuestions.map(({ id }) => id)).size).toBe(allQuestions.length);
    const wordings = allQuestions.flatMap(({ ask }) => ask);
    expect(new Set(wordings).size).toBe(wordings.length);
  });

  test('each answerable one has its facts in its chunks', () => {
    const known = new Set(handbook.map(({ id }) => id));
    for (const question of allQuestions.filter(({ coverage }) => coverage === 'answerable')) {
      expect(question.facts.length, question.id).toBeGreaterThan(0);
      expect(
        question.relevant.filter((id) => !known.has(id)),
        question.id,
      ).toEqual([]);
      expect(holdsFacts(question, handbook), question.id).toBe(true);
    }
  });

  test('the ideal answer states all facts', () => {
    for (const { id, facts, ideal } of allQuestions) expect(shareOf(facts, ideal), id).toBe(1);
  });

  test('a fact is not stated by the question itself', () => {
    for (const { id, ask, facts } of allQuestions.filter(({ coverage }) => coverage === 'answerable')) {
      for (const wording of ask) expect(shareOf(facts, wording), `${id}: ${wording}`).toBe(0);
    }
  });
});

describe('retrieval', () => {
  const retrieve = lexicalRetriever(handbook);

  test('finds the section for most wordings', () => {
    const asked = allQuestions
      .filter(({ coverage }) => coverage === 'answerable')
      .flatMap((question) => question.ask.map((wording) => ({ question, wording })));
    const found = asked.filter(({ question, wording }) =>
      retrieve(wording, 5).hits.some(({ chunk }) => question.relevant.includes(chunk.id)),
    );
    expect(found.length / asked.length).toBeGreaterThan(0.9);
  });

  test('gives at most k hits, best first, and nothing for words that stand nowhere', () => {
    const { hits, candidates } = retrieve('backup retention and restore points', 3);
    const scores = hits.map(({ score }) => score);
    expect(hits).toHaveLength(3);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(candidates.length).toBeGreaterThan(hits.length);
    expect(retrieve('zebra giraffe', 5).hits).toEqual([]);
  });
});
