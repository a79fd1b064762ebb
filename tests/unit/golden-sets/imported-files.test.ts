import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { importedBeir } from '#lib/golden-sets/imported-beir.ts';
import { importedCsv } from '#lib/golden-sets/imported-csv.ts';
import { importedJsonl } from '#lib/golden-sets/imported-jsonl.ts';
import { zipTexts } from '#lib/golden-sets/zip-texts.ts';

const empty = { idealAnswer: null, requiredFacts: [], relevantIds: [], answerable: null };

describe('JSON lines', () => {
  test('each name of a field; empty lines and other fields are left out', () => {
    const text = `\ufeff{"question":"Refund window?","idealAnswer":"30 days.","requiredFacts":["30 days"],"relevantIds":["kb-1"],"answerable":true,"id":7}\r
\r
{"query":"And sales?","ideal_answer":"None.","required_facts":[],"doc_ids":["kb-2","kb-3"]}
{"input":"Who?","reference":""}`;
    expect(importedJsonl(text)).toEqual([
      {
        question: 'Refund window?',
        idealAnswer: '30 days.',
        requiredFacts: ['30 days'],
        relevantIds: ['kb-1'],
        answerable: true,
      },
      { ...empty, question: 'And sales?', idealAnswer: 'None.', relevantIds: ['kb-2', 'kb-3'] },
      { ...empty, question: 'Who?' },
    ]);
  });

  test.each([
    ['{"question":"a"}\n{"quest', /Line 2: is not JSON/],
    ['["a"]', /Line 1: is not an object/],
    ['{"frage":"a"}', /Line 1: there is no question.*it has frage/],
    ['\n{"question":" "}', /Line 2: question/],
    ['{"question":"a","relevantIds":"kb-1"}', /Line 1: relevantIds/],
    ['{"question":7}', /Line 1: question/],
  ])('%j says what is wrong and where', (text, message) => {
    expect(() => importedJsonl(text)).toThrow(message);
  });
});

describe('CSV', () => {
  test('lists by bars or lines, yes and no', () => {
    const text =
      '\ufeffquestion,answer,doc_ids,facts,answerable\r\n"Refund, window?",30 days.,kb-1 | kb-2,"30 days\nwith receipt",yes\r\nWho?,,,,no\r\n';
    expect(importedCsv(text)).toEqual([
      {
        question: 'Refund, window?',
        idealAnswer: '30 days.',
        requiredFacts: ['30 days', 'with receipt'],
        relevantIds: ['kb-1', 'kb-2'],
        answerable: true,
      },
      { ...empty, question: 'Who?', answerable: false },
    ]);
  });

  test.each([
    ['question,answerable\na,maybe\n', /Line 2: answerable/],
    ['a,b\n1\n', /not CSV with a header: line 2 has more or fewer values/],
    ['"a,b\n1,2\n', /the row that begins in line 1 opens a quote that is never closed\.$/],
    ['a,b\n"1\n2",2\n"c,d\ne,f\ng,h\n', /the row that begins in line 4 opens a quote/],
    ['question\na "b" c\n', /line 2 has a quote in the middle/],
    ['question\n"a" b\n', /line 2 has text behind a closing quote/],
    ['frage;antwort\na;b\n', /Name the field question, query or input; it has one column, “frage;antwort”/],
    ['text\na\n', /Line 2: there is no question.*it has text/],
  ])('%j says what is wrong and where', (text, message) => {
    expect(() => importedCsv(text)).toThrow(message);
  });
});

const beir = {
  'queries.jsonl':
    '{"_id":"q1","text":"Refund window?"}\n{"_id":"q2","text":"Nobody judged it"}\n{"_id":"3","text":"Sales?"}\n',
  'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td1\t3\nq1\td2\t1\nq1\td3\t0\n3\td4\t2\n',
};

describe('BEIR', () => {
  test('queries with the documents that are relevant for them', () => {
    const question = (text: string, relevantIds: string[]) => ({
      ...empty,
      question: text,
      relevantIds,
      answerable: true,
    });
    expect(importedBeir(beir, 1)).toEqual([
      question('Refund window?', ['d1', 'd2']),
      question('Sales?', ['d4']),
    ]);
    expect(importedBeir(beir, 3)).toEqual([question('Refund window?', ['d1'])]);
    const trec = { 'queries.jsonl': beir['queries.jsonl'], 'qrels.tsv': 'q1\t0\td1\t1\n' };
    expect(importedBeir(trec, 1)).toEqual([question('Refund window?', ['d1'])]);
  });

  test.each([
    [{ 'qrels/test.tsv': '' }, /no queries.jsonl among the files: qrels\/test.tsv/],
    [{ 'queries.jsonl': '' }, /no qrels\/test.tsv/],
    [{ ...beir, 'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1 d1 1\n' }, /qrels\/test.tsv, line 2/],
  ])('%j says what is wrong and where', (files: Record<string, string>, message) => {
    expect(() => importedBeir(files, 1)).toThrow(message);
  });
});

async function zipOf(files: Record<string, string>, compress: boolean): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name, { compress });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('a zip archive', () => {
  test.each([true, false])('gives the wanted files back; packed: %s', async (compress) => {
    const archive = await zipOf(
      { 'set/queries.jsonl': 'é\n'.repeat(1000), 'set/corpus.jsonl': 'x' },
      compress,
    );
    expect(zipTexts(archive, (name) => name.endsWith('queries.jsonl'))).toEqual({
      'set/queries.jsonl': 'é\n'.repeat(1000),
    });
  });

  test('one that unpacks without end, is cut or none at all is refused', async () => {
    const bomb = await zipOf({ a: '0'.repeat(65 << 20) }, true);
    expect(bomb.byteLength).toBeLessThan(200_000);
    for (const archive of [bomb, bomb.subarray(5000), Buffer.from('PK'), Buffer.alloc(0)])
      expect(() => zipTexts(archive, () => true)).toThrow(/damaged, encrypted or larger/);
  });
});
