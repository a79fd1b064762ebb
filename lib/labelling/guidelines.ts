/** Version 1 of every project's guidelines, in Markdown. */
export const FIRST_GUIDELINES = `# How to label a query

First the **hits**, then the **answer**. Judge what the application had in front of it, not what it might have had.

## 1. Grade each hit: 0 to 3

- **3 answers it**: this text alone holds the facts the question asks for.
- **2 relevant**: it holds a part of them.
- **1 related**: the same subject, but nothing the answer needs.
- **0 irrelevant**.

Leave a hit ungraded if you did not read it: ungraded is not 0. "The rest is irrelevant" sets every hit that is left to 0. Where no document should answer the question, say "nothing to find".

## 2. Give a verdict on the answer

**Correct**, **partly** (something needed is missing or wrong), **wrong**, or **cannot tell** (you lack the knowledge, or the question cannot be understood).

## 3. For partly and wrong, name one failure

Ask in this order and stop at the first yes. If a second one holds too, give it as the secondary failure.

### (1) Were the facts that the answer needed missing from the hits? Missing knowledge

Then say whether they are in the documents: no; yes, not found; yes, but the piece is broken; don't know.

- *"What does the Team plan cost?"* The hits describe the Free plan only, and the answer names an invented price. The facts were not there: missing knowledge, even though the price is invented as well (secondary: weak reasoning).
- *"How do I restore a single file?"* The right page was found, but the piece is cut off after step 2, and the answer stops there too. Missing knowledge; in the documents: yes, but the piece is broken.

### (2) They were in the hits, and the content is wrong, incomplete or invented? Weak reasoning

- *"Can I cancel within 30 days?"* A hit says "within 14 days"; the answer says yes. It contradicts the hit: weak reasoning.
- *"Which is cheaper for 12 users?"* Both prices are in the hits; the answer multiplies wrongly and names the dearer plan. Weak reasoning.

### (3) The content is right, and the shape is not? Wrong format

- The application expects JSON. The answer holds the right values as a sentence: wrong format.
- Asked in German, answered rightly in English: wrong format.

If it failed and you cannot say why, choose **unclear**; it is better than a guess.

## 4. Where it helps

Write the answer you would have wanted as the **ideal answer**: it becomes training data, so it must be right and rest on the documents. Name the **missing document** if you know which one should have been found.
`;
