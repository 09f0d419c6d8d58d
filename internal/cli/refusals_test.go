package cli

import "strings"

// refusal is a command that is refused, with the file it is given.
type refusal struct {
	title string // what was wrong, as docs/errors.md calls it
	code  int
	rule  string
	args  string // BOOK stands for the book
	file  string // content of the file "in.*" that the arguments name
	book  string // oneBook when empty
	words string // in the message
	way   string // the way out
}

func entryText(replace ...string) string {
	return strings.NewReplacer(replace...).Replace("date: 2026-02-05\ndescription: Rent\nlines:\n  - {account: \"5000\", debit: 25.00}\n  - {account: \"1000\", credit: 25.00}\n")
}

func journalText(replace ...string) string {
	return strings.NewReplacer(replace...).Replace("2026-02-04 Tea\n    5000  $5.00\n    1000\n\n2026-02-05 Rent\n    5000  $25.00\n    1000  $-25.00\n")
}

func csvText(replace ...string) string {
	return strings.NewReplacer(replace...).Replace("date,entry,account,debit,credit,description\n2026-02-05,1,5000,25.00,,Rent\n2026-02-05,1,1000,,25.00,Rent\n")
}

func trialText(replace ...string) string {
	return strings.NewReplacer(replace...).Replace("account,name,type,debit,credit\n1000,Cash,asset,5000.00,\n3000,Stock,equity,,5000.00\n")
}

const (
	postIt   = "entry post in.yaml --book BOOK"
	journal  = "import journal in.journal --book BOOK"
	table    = "import journal in.csv --book BOOK"
	trial    = "import trial-balance in.csv --book BOOK --date 2026-02-28"
	trialX   = "import trial-balance in.xlsx --book BOOK --date 2026-02-28"
	openDate = "Date it in an open period, or ask for an override."
)

// refusals are the mistakes and refusals that docs/errors.md lists, in its order.
var refusals = []refusal{
	{"A command that does not exist", Misuse, "usage", "frobnicate", "", "", "frobnicate", "`tieout --help` lists the commands."},
	{"A flag is missing", Misuse, "usage", "trial-balance --at 2026-03-31", "", "", "--book", "Name the book with `--book`, or in `TIEOUT_BOOK`."},
	{"There is no book", Misuse, "input", "verify --book none.db", "", "", "there is no book here", "Check the path; make a book with `tieout init`."},
	{"A folder instead of a book", Misuse, "input", "verify --book .", "", "", "is a directory, not a book", "Name the file of the book."},
	{"A file that is no book", Misuse, "input", "verify --book in.csv", "account,debit\n", "", "is not a book", "Name the file of the book."},
	{"An empty file instead of a book", Misuse, "input", "verify --book in.csv", "", "", "is not a book", "Name the file of the book."},
	{"A book where a new one is to be made", Misuse, "input", "init BOOK --name N", "", "", "exists already", "Choose another path; a book is never overwritten."},
	{"A book without a name", Misuse, "input", "init new.db --name=", "", "", "needs the registrant's name", "Give `--name`."},
	{"A fiscal year end that is no month's end", Misuse, "input", "init new.db --name N --fiscal-year-end 12-30", "", "", "ends on the last day of a month", "Write the last day of a month, or a 4-4-5 calendar."},
	{"A date in another order", Misuse, "date", "trial-balance --book BOOK --at 31.03.2026", "", "", "YYYY-MM-DD", "Write dates as YYYY-MM-DD; they are never guessed."},
	{"A day that does not exist", Misuse, "date", "trial-balance --book BOOK --at 2005-02-29", "", "", "February 2005 has no day 29", "Correct the day."},
	{"A period that does not exist", Misuse, "date", "statement income --book BOOK --period 2006-Q5", "", "", "2006-Q1", "Write 2006, 2006-Q1, 2006-H1, 2006-9M or 2006-M03."},
	{"A position that the book has not reached", Misuse, "input", "trial-balance --book BOOK --at 2026-03-31 --position 99", "", "", "position 99 is not in the book", "`tieout log` lists the positions."},
	{"A level of lock that does not exist", Misuse, "usage", "lock --book BOOK --period 2026-Q1 --level open", "", "", "open", "Use soft, closed or filed. A lock is never taken off."},

	{"An entry out of balance", Misuse, "entry-balance", postIt, entryText("debit: 25.00", "debit: 25.01"), "", "out of balance by 0.01 USD", "Correct the amounts; debits equal credits within each entity."},
	{"A LIFO pool over an account that is not there", Misuse, "input", "inventory pool define in.yaml --book BOOK", "code: L\naccounts: [\"9999\"]\nreserve: \"1000\"\ncost: \"5000\"\nindex: supplied\nbase: 2025-12-31\nlayers: [{name: base, base: \"100\", index: \"1\"}]\n", "", `the account "9999" is not in the chart`, "Correct the code, or open it with `tieout account open`."},
	{"A LIFO pool with a layer at an index of zero", Misuse, "input", "inventory pool define in.yaml --book BOOK", "code: L\naccounts: [\"1000\"]\nreserve: \"3000\"\ncost: \"5000\"\nindex: supplied\nbase: 2025-12-31\nlayers: [{name: base, base: \"100\", index: \"0\"}]\n", "", "the index above it", "Give each layer its cost at base-year prices and its index."},
	{"A roll-up without bills", Misuse, "input", "inventory roll-up --at 2026-03-31 --book BOOK", "", "", "no bills of material are in force", "Set them with `tieout inventory bills`."},
	{"A bill of materials that comes back to itself", Misuse, "input", "inventory bills in.yaml --from 2026-01-01 --book BOOK", "items: {A: {components: {B: 1}}, B: {components: {A: 1}}}\n", "", "is not known", "Define the items first; a loop is named with its path."},
	{"An account that is not in the chart", Misuse, "account-unknown", postIt, entryText("5000", "5999"), "", `line 1: account "5999" is not in the chart`, "Correct the code, or open it with `tieout account open`."},
	{"An entity that is not in the book", Misuse, "usage", postIt, entryText(`"5000",`, `"5000", entity: mx,`), "", `entity "mx" is not in the book`, "Correct the code, or add it with `tieout entity add`."},
	{"A kind of entry that does not exist", Misuse, "entry-kind", postIt, entryText("lines:", "kind: odd\nlines:"), "", `its kind "odd"`, "Use one of the kinds that the message lists."},
	{"Debit and credit on one line", Misuse, "usage", postIt, entryText("debit: 25.00", "debit: 25.00, credit: 1"), "", "either a debit or a credit", "Write two lines."},
	{"A field that is not known", Misuse, "usage", postIt, entryText("description", "descripton"), "", "descripton", "Correct the spelling; `tieout entry post --example` shows every field."},
	{"A comma for decimals", Misuse, "usage", postIt, entryText("debit: 25.00", `debit: "1.234,56"`), "", "a comma after the point", "Write 1234.56 or 1,234.56."},
	{"An exponent", Misuse, "usage", postIt, entryText("debit: 25.00", "debit: 1e9"), "", "exponents are not read", "Write the number out."},
	{"More decimals than the currency has", Misuse, "usage", postIt, entryText("debit: 25.00", "debit: 25.001"), "", "2 decimals", "Round it where it comes from."},
	{"A negative debit", Misuse, "usage", postIt, entryText("debit: 25.00", "debit: -25.00"), "", "write it on the other side", "Write it as a credit."},
	{"A two-digit year", Misuse, "usage", postIt, entryText("2026-02-05", "26-02-05"), "", "four-digit year", "Write all four digits; centuries are never guessed."},
	{"29 February of a common year", Misuse, "usage", postIt, entryText("2026-02-05", "2005-02-29"), "", "February 2005 has no day 29", "Correct the day."},
	{"A currency that does not exist", Misuse, "usage", postIt, entryText("debit: 25.00", "debit: 25.00, currency: ZZZ, transaction_amount: 20"), "", `currency "ZZZ"`, "Use an ISO 4217 code."},
	{"A used key with other content", Misuse, "input", postIt, strings.Replace(opening, "5000.00", "5000.01", 2), "", `key "opening" was used for JE-2026-000001 with other content`, "Use another key, or reverse the entry first."},
	{"A document that is not there", Misuse, "file", postIt, entryText("lines:", "documents: [none.pdf]\nlines:"), "", "none.pdf", "Put the file beside the entry."},
	{"Bytes that are not text in an entry", Misuse, "usage", postIt, entryText("Rent", "R\xe9nt"), "", "UTF-8", "Save the file as UTF-8."},
	{"A NUL byte in an entry", Misuse, "usage", postIt, entryText("Rent", "R\x00nt"), "", "control characters are not allowed", "Remove the byte."},
	{"A hidden direction mark", Misuse, "entry-text", postIt, entryText("Rent", "R\u202ent"), "", "U+202E", "Remove the character; it makes a reader see another text."},
	{"A file that is not there", Misuse, "file", "entry post none.yaml --book BOOK", "", "", "none.yaml", "Check the path."},
	{"A folder instead of a file", Misuse, "input", "import journal . --book BOOK", "", "", "not a plain file", "Name the file."},
	{"An entry that is not there", Misuse, "input", "entry reverse JE-2026-000099 --book BOOK", "", "", "there is no entry JE-2026-000099", "`tieout register` and `tieout log` show the numbers."},
	{"A number that is no entry's", Misuse, "input", "entry reverse 17 --book BOOK", "", "", "JE-2005-000042", "Write it as JE-2005-000042."},
	{"A type of account that is not read", Misuse, "usage", "account open 9000 --type odd --book BOOK", "", "", `type "odd"`, "Use asset, liability, equity, revenue or expense."},
	{"An account that would change its type", Misuse, "input", "account open 1000 --type expense --book BOOK", "", "", "cannot become expense", "Open another account and reclassify."},
	{"A person's code that is not one", Misuse, "input", "person add Jane! --book BOOK", "", "", "small letters", "Use small letters, digits, dots and dashes."},
	{"A person who exists", Misuse, "input", "person add bob --book BOOK --as alice", "", "two", "exists already", "Use another code; codes are never used again."},
	{"A draft that is not there", Misuse, "input", "entry approve D-000099 --book BOOK --as bob", "", "two", "there is no draft D-000099", "`tieout entry drafts` lists what waits."},
	{"A file that is no checkpoint", Misuse, "input", "verify --book BOOK --checkpoint in.txt", "hello\n", "", "not a checkpoint", "Name the file that `tieout checkpoint -o` wrote."},

	{"A journal out of balance", Misuse, "import-balance", journal, journalText("$-25.00", "$-24.99"), "", "in.journal:5: entry is out of balance by 0.01 USD", "Correct the amounts at the row."},
	{"A journal with an unknown account", Misuse, "input", journal, journalText("    5000  $25.00", "    5999  $25.00"), "", `in.journal:6: account "5999" is not in the chart`, "Correct the name, or declare the account in the file."},
	{"A journal in another currency", Misuse, "import-read", journal, journalText("$25.00", "25.00 EUR", "$-25.00", "-25.00 EUR"), "", "in.journal:", "Give the cost in the book's currency with @ or @@."},
	{"A commodity that is no currency", Misuse, "import-read", journal, journalText("$25.00", "25.00 APPLES"), "", "in.journal:6:5: the commodity \"APPLES\"", "Write a code such as USD."},
	{"A key twice with other content", Misuse, "input", journal, journalText("Tea", "Tea  ; key: k", "Rent", "Rent  ; key: k"), "", `in.journal:5: key "k" stands in row 1`, "Give every entry a key of its own."},
	{"29 February in a journal", Misuse, "import-read", journal, journalText("2026-02-05", "2005-02-29"), "", "in.journal:5:1: date \"2005-02-29\"", "Correct the day."},
	{"A two-digit year in a journal", Misuse, "import-read", journal, journalText("2026-02-05", "26-02-05"), "", "in.journal:5:1: date \"26-02-05\"", "Write all four digits."},
	{"A comma for decimals in a journal", Misuse, "import-read", journal, journalText("$25.00", "$1.234,56"), "", "in.journal:6:5: amount \"1.234,56\"", "Write 1234.56 or 1,234.56."},
	{"An exponent in a journal", Misuse, "import-read", journal, journalText("$25.00", "1e9 USD"), "", "in.journal:6:5: amount \"1e9 USD\"", "Write the number out."},
	{"A NUL byte in a journal", Misuse, "import-read", journal, journalText("Rent", "R\x00nt"), "", "in.journal:5:1: the line holds a NUL byte", "Remove the byte."},
	{"Bytes that are not text in a journal", Misuse, "import-read", journal, journalText("Rent", "R\xe9nt"), "", "in.journal:5:1: the line is not valid UTF-8", "Save the file as UTF-8."},
	{"A journal cut in the middle", Misuse, "input", journal, "2026-02-04 Tea\n    5000  $5.00\n    10", "", "in.journal:3", "Fetch the file again."},
	{"An assertion that the books do not meet", Misuse, "balance-assertion", journal, journalText("$-25.00", "$-25.00 = $17.00"), "", "in.journal:7: 1000 is asserted to stand at 17.00 USD", "Find the entry that is missing or wrong."},
	{"A row of a table that is not read", Misuse, "import-read", table, csvText("5000,25.00", "5000,1e9"), "", "in.csv:2:4:", "Correct the cell."},
	{"A table out of balance", Misuse, "import-balance", table, csvText(",,25.00", ",,24.00"), "", "in.csv:2: entry \"1\": entry is out of balance by 1.00 USD", "Correct the amounts."},
	{"A column that is not known", Misuse, "import-read", table, csvText("debit", "debet"), "", `in.csv:1:4: column "debet" is not known`, "Rename or delete the column."},
	{"A table cut inside quotes", Misuse, "import-file", table, csvText(",,25.00,Rent\n", ",,25.00,\"Rent"), "", "in.csv:3:6: the file ends inside quotes", "Fetch the file again."},

	{"A trial balance out of balance", Misuse, "import-balance", trial, trialText(",5000.00\n", ",4999.00\n"), "", "in.csv: the trial balance is out of balance by 1.00 USD", "Correct the file: debits equal credits."},
	{"A new account without a type", Misuse, "input", trial, trialText("3000,Stock,equity", "3001,Stock,"), "", "in.csv row 3: account 3001 is new and has no type", "Fill the column type."},
	{"A comma for decimals in a trial balance", Misuse, "import-read", trial, trialText("asset,5000.00", `asset,"1.234,56"`), "", "in.csv:2:4: column \"debit\": amount \"1.234,56\"", "Write 1234.56 or 1,234.56."},
	{"An account twice", Misuse, "import-read", trial, trialText("3000,Stock", "1000,Cash"), "", "in.csv:3:1: column \"account\": account 1000 stands in row 2 too", "Add the two up, or keep one."},
	{"A workbook cut in the middle", Misuse, "import-file", trialX, "PK\x03\x04 and no more", "", "in.xlsx", "Fetch the file again."},
	{"A file that is no journal", Misuse, "import-file", "import journal in.bin --book BOOK", "hello\n", "", "in.bin: a journal is one of hledger text, beancount, QuickBooks IIF, OFX, CSV, XLSX", "Export the journal in one of these formats."},
	{"A mapping that is not read", Misuse, "import-mapping", "import journal in.json --book BOOK --mapping in.json", `{"date":"DD/MM/YYYY"}`, "", `mapping: the field "date" is not known`, "Correct the mapping; the manual lists its fields."},
	{"A journal where a trial balance is expected", Misuse, "import-file", "import trial-balance in.journal --book BOOK --date 2026-02-28", journalText(), "", "a trial balance is CSV or XLSX", "Use `tieout import journal`."},

	{"An entry into a locked period", Guarded, "period-locked", postIt, entryText("2026-02-05", "2026-01-31"), "", "2026-01-31 falls in 2026-01-01 to 2026-01-31, which is locked (closed)", openDate},
	{"A journal with an entry in a locked period", Guarded, "period-locked", journal, journalText("2026-02-05", "2026-01-31"), "", "in.journal:5: 2026-01-31 falls in", openDate},
	{"A trial balance of a locked period", Guarded, "period-locked", "import trial-balance in.csv --book BOOK --date 2026-01-31", trialText("5000.00", "6000.00"), "", "is locked (closed)", openDate},
	{"Approving one's own entry", Guarded, "self-approval", "entry approve D-000001 --book BOOK --as alice", "", "two", "was prepared by alice, who cannot approve it", "Another person approves it."},
	{"Approving one's own override", Guarded, "self-approval", "override approve POSITION --book BOOK --as alice", "", "two", "was asked for by alice, who cannot approve it", "Another person approves it."},
	{"Acting without a name", Guarded, "who", "entry approve D-000001 --book BOOK", "", "two", "--as PERSON", "Say who acts with `--as`."},
	{"Acting as a removed person", Guarded, "who", "entry approve D-000001 --book BOOK --as carol", "", "two", `"carol" is not a person who may act`, "Someone who may act does it."},
	{"Reversing an entry twice", Guarded, "reversed", "entry reverse JE-2026-000001 --date 2026-02-01 --book BOOK", "", "reversed", "was reversed before, by JE-2026-000002", "Reverse the reversal, or post what is missing."},
	{"Removing the last person", Guarded, "last-person", "person remove bob --book BOOK --as bob", "", "bob", "is the last person in the book", "Add another person first."},
	{"A draft that was changed after it was prepared", Guarded, "draft-changed", "entry approve D-000001 --book BOOK --as bob", "", "tampered", "its hash does not match", "Prepare it again, and find out who changed it."},
}
