import { describe, expect, test } from 'vitest';
import { formatCheck } from '#lib/quality/format-check.ts';
import { formatDefinitionSchema } from '#lib/quality/format-schema.ts';
import { processorMs } from '../../support/processor-time.ts';

const check = (definition: object) => formatCheck(formatDefinitionSchema.parse(definition));
const schema = (shape: object, more: object = {}) => check({ kind: 'json_schema', schema: shape, ...more });

describe('JSON schema', () => {
  const offer = schema({
    type: 'object',
    required: ['price', 'currency'],
    properties: { price: { type: 'number', minimum: 0 }, currency: { enum: ['EUR', 'USD'] } },
    additionalProperties: false,
  });

  test.each([
    ['{"price": 1, "currency": "EUR"}', ''],
    ['```json\n{"price": 1, "currency": "EUR"}\n```', ''],
    ['Here it is: {"price": 1}', 'is not JSON'],
    ['', 'is empty, not JSON'],
    ['{"price": 1}', "must have required property 'currency'"],
    ['{"price": -1, "currency": "EUR"}', '/price must be >= 0'],
    [
      '{"price": 1, "currency": "GBP"}',
      '/currency must be equal to one of the allowed values: ["EUR","USD"]',
    ],
    ['{"price": 1, "currency": "EUR", "x": 1}', 'must NOT have additional properties: "x"'],
  ])('%s', (answer, reason) => {
    expect(offer(answer)).toBe(reason);
  });

  test('a code block is refused where the rule says so', () => {
    expect(schema({}, { allowFence: false })('```json\n{}\n```')).toBe('is not JSON');
  });

  test('equal items are found whatever the order of their keys', () => {
    const unique = schema({ type: 'array', uniqueItems: true });
    expect(unique('[{"a":1,"b":2},{"b":2,"a":1}]')).toBe('must not have the same item twice');
    expect(unique('[{"a":1},{"a":2},"1",1]')).toBe('');
  });

  test('formats and references within the schema are known', () => {
    const mail = schema({ $defs: { m: { type: 'string', format: 'email' } }, $ref: '#/$defs/m' });
    expect(mail('"a@example.org"')).toBe('');
    expect(mail('"a"')).toBe('must match format "email"');
  });

  test('draft 2020-12 is understood where the schema names it', () => {
    const $schema = 'https://json-schema.org/draft/2020-12/schema';
    const pair = schema({ $schema, type: 'array', prefixItems: [{ type: 'string' }], items: false });
    expect(pair('["a"]')).toBe('');
    expect(pair('["a", 1]')).toBe('must NOT have more than 1 items');
  });

  test.each([
    [{ type: 'nothing' }, /definition\.schema/],
    [{ $ref: 'https://example.org/schema' }, /definition\.schema: can't resolve reference/],
    [{ requierd: ['a'] }, /unknown keyword: "requierd"/],
    [{ pattern: '(' }, /definition\.schema/],
  ])('a schema that is none is refused with the reason: %j', (shape, message) => {
    expect(() => schema(shape)).toThrow(message);
  });

  test('an answer that nests deeper than the stack has not the form', () => {
    const tree = schema({ type: 'array', items: { $ref: '#' } });
    expect(tree('['.repeat(30_000) + ']'.repeat(30_000))).toBe('is nested too deeply to be checked');
  });
});

describe('regular expression', () => {
  test('is searched for; its flags are its own', () => {
    expect(check({ kind: 'regex', pattern: '^Answer:' })('Answer: 4')).toBe('');
    expect(check({ kind: 'regex', pattern: '^Answer:' })('The answer: 4')).toBe('does not match ^Answer:');
    expect(
      check({ kind: 'regex', pattern: '^answer:', ignoreCase: true, multiline: true })('So\nAnswer: 4'),
    ).toBe('');
  });

  test.each(['(a+', 'a{1000}', '(a{20}){20}', '(?=a)b'])('%s is refused with the reason', (pattern) => {
    expect(() => check({ kind: 'regex', pattern })).toThrow(/definition\.pattern/);
  });

  test.each(['(a+)+$', '(a|a)*$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*a){20}'])(
    '%s takes a moment on the text that would stop the built-in engine for years',
    async (pattern) => {
      const searched = () => check({ kind: 'regex', pattern })(`${'a'.repeat(10_000)}!`);
      expect(await processorMs(searched)).toBeLessThan(2_000);
    },
  );
});

describe('sections', () => {
  const report = check({ kind: 'sections', sections: ['Summary', 'Next steps'], inOrder: true });

  test.each([
    ['## Summary\nAll well.\n\n### Next Steps\n- none', ''],
    ['**Summary:** all well\n**Next steps**\nnone', ''],
    ['1. Summary: well\n2) Next steps: none', ''],
    ['The summary is short.\nNext steps: none', 'lacks the section Summary'],
    ['nothing', 'lacks the sections Summary, Next steps'],
    ['Next steps: none\nSummary: well', 'has the section Next steps before Summary'],
  ])('%j', (answer, reason) => {
    expect(report(answer)).toBe(reason);
  });
});
