import { questionsAbout } from '../question.ts';

export const plansAndBilling = questionsAbout('plans-and-billing', {
  'team-price': {
    ask: ['How much does the Team plan cost per user?', 'What is the price of the Team plan?'],
    followUp: 'And what does Team cost?',
    in: 'plans-and-prices',
    facts: ['4 euros per user per month'],
    ideal: 'The Team plan costs 4 euros per user per month, from 5 users on, without VAT.',
  },
  'works-price': {
    ask: [
      'How much is the Works plan and how many users does it start at?',
      'What does the Works plan cost per month?',
    ],
    followUp: 'And the Works plan?',
    in: 'plans-and-prices',
    facts: ['9 euros per user per month'],
    ideal: 'The Works plan costs 9 euros per user per month and starts at 25 users.',
  },
  'home-limits': {
    ask: [
      'How many users and how much storage does the free Home plan allow?',
      'What are the limits of the Home plan?',
    ],
    in: 'plans-and-prices',
    facts: ['up to 3 users', '100 GB'],
    ideal: 'The free Home plan allows up to 3 users and 100 GB of storage on one server.',
  },
  'yearly-rebate': {
    ask: ['Is it cheaper to pay for a year in advance?', 'Do we get a lower price if we pay yearly?'],
    followUp: 'Is it cheaper if we pay for a whole year?',
    in: 'plans-and-prices',
    facts: ['15 percent'],
    ideal: 'Yes, paying a year in advance lowers the price of Team and Works by 15 percent.',
  },
  'trial-length': {
    ask: ['How long does the trial last?', 'For how many days can I try Cairnbox before I need a licence?'],
    in: 'trial-period',
    facts: ['21 days'],
    ideal: 'The trial of the Works plan lasts 21 days and needs no payment card.',
  },
  'trial-extend': {
    ask: ['Can the trial be extended?', 'Our trial ends soon, can we get more days?'],
    followUp: 'Can it be extended?',
    in: 'trial-period',
    facts: ['14 days'],
    ideal: 'Yes, once by 14 days, by writing to sales@cairnbox.example.',
  },
  'trial-end': {
    ask: ['What happens to my files when the trial ends?', 'Are files deleted after the trial?'],
    followUp: 'And what happens to our files afterwards?',
    in: 'trial-period',
    facts: ['falls back to the Home plan', 'never deleted'],
    ideal:
      'Files are never deleted. The server falls back to the Home plan, and users above its limit can only download.',
  },
  'bank-transfer': {
    ask: ['Can we pay by bank transfer?', 'Which payment methods are accepted?'],
    in: 'invoices-and-payment-methods',
    facts: ['above 1,000 euros'],
    ideal:
      'Bank transfer is accepted for yearly contracts above 1,000 euros; otherwise credit card or SEPA direct debit.',
  },
  'old-invoices': {
    ask: ['Where can I download old invoices?', 'I need an invoice from last year, where do I find it?'],
    in: 'invoices-and-payment-methods',
    facts: ['Licence > Invoices'],
    ideal: 'In the customer portal under Licence > Invoices; invoices stay there for ten years.',
  },
  refund: {
    ask: [
      'Within how many days can I get a refund of a yearly payment?',
      'We bought a yearly licence, can we still get our money back with a refund?',
    ],
    in: 'refunds-and-cancellation',
    facts: ['45 days'],
    ideal:
      'A first yearly payment is refunded in full within 45 days of the purchase; later payments are not refunded.',
  },
  cancel: {
    ask: [
      'How late can I cancel a yearly contract?',
      'What is the notice period for cancelling a yearly contract?',
    ],
    followUp: 'And how do we cancel the yearly contract in time?',
    in: 'refunds-and-cancellation',
    facts: ['10 days before'],
    ideal: 'Yearly contracts can be cancelled up to 10 days before they renew.',
  },
  'seat-deactivated': {
    ask: [
      'Does a deactivated account use a seat?',
      'Do we pay a seat for deactivated or suspended accounts?',
    ],
    in: 'changing-the-number-of-users',
    facts: ['does not use a seat'],
    ideal: 'A deactivated account does not use a seat, a suspended one does.',
  },
  'charity-discount': {
    ask: ['What discount do charities and schools get?', 'We are a school. Is there a discount?'],
    in: 'discounts-for-schools-and-charities',
    facts: ['50 percent'],
    ideal:
      'Schools, universities and registered charities get 50 percent off Team and Works, confirmed each year.',
  },
});
