import { contentWordsOf } from '../text/words.ts';

/** Everyday questions from many fields: hardly one of them is answered by the documents of one team. */
export const FOREIGN_QUESTIONS: readonly string[] = [
  'how long should I boil an egg so that the yolk stays soft',
  'who won the football world cup in 1974',
  'what is the capital of Mongolia',
  'which planet has the most moons',
  'how do I get red wine out of a woollen carpet',
  'when did the Roman empire fall',
  'how many strings does a cello have',
  'what do hedgehogs eat in winter',
  'how is cheddar cheese made',
  'who painted the ceiling of the Sistine chapel',
  'what is the boiling point of mercury',
  'how do bees find their way back to the hive',
  'which languages are spoken in Switzerland',
  'why is the sky red in the evening',
  'how do I repot an orchid',
  'what is the offside rule',
  'who wrote the brothers Karamazov',
  'how tall is mount Kilimanjaro',
  'what causes the tides of the sea',
  'how do you tie a bowline knot',
  'which vitamins are in carrots',
  'what did Marie Curie discover',
  'how long is a marathon in kilometres',
  'when were the pyramids of Giza built',
  'how do I train a puppy to sit',
  'what instruments play in a string quartet',
  'how deep is lake Baikal',
  'why do cats purr',
  'what is the difference between a violin and a viola',
  'who was the first woman in space',
];

/** Shorter chunks say too little to ask about. */
const MIN_WORDS = 8;
/** A question has so many words of its chunk, and so many that stand elsewhere: people do not ask in a text's words. */
const OWN_WORDS = 4;
const OTHER_WORDS = 2;

/** Questions that the chunks answer, of at most `count` chunks spread evenly: words from the middle of each. */
export function ownQuestions(texts: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.floor(texts.length / count));
  const words = texts
    .filter((_, i) => i % step === 0)
    .slice(0, count)
    .map(contentWordsOf);
  const long = words.filter(({ length }) => length >= MIN_WORDS);
  return long.map((own, i) => {
    const other = long[(i + Math.ceil(long.length / 2)) % long.length] ?? own;
    return [...fromMiddle(own, OWN_WORDS), ...fromMiddle(other, OTHER_WORDS)].join(' ');
  });
}

/** Every other word, so that none of them stand side by side. */
function fromMiddle(words: readonly string[], count: number): string[] {
  const from = Math.max(0, Math.floor(words.length / 2) - count);
  return words.slice(from, from + 2 * count).filter((_, i) => i % 2 === 0);
}
