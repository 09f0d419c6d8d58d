// Package controls is how severe a deficiency of internal control over financial reporting is (Sarbanes-Oxley Act section 404): a
// control deficiency, a significant deficiency or a material weakness; by itself and together with others; to whom it is reported; and
// when a control that was mended may be tested again.
//
// Severity rests on what could happen and not on what did. A judgement is therefore a range: what it is at least by the facts given,
// and what it may be at most while facts are unknown. What is unknown is asked for and never guessed. Every reason names its
// paragraph: of AS 2 (2004) for fiscal years that end before 15 November 2007, of AS 5 (AS 2201 since 31 December 2016) after; for
// management SEC Release 33-8810 says the same.
//
// Amounts are minor units of one currency and never negative.
package controls
