package importer

// columnTexts say what our columns hold.
var columnTexts = [colFirstDim]string{
	colAccount:     "number or path of the account",
	colAmount:      "amount of the line in functional currency, debit positive",
	colBalance:     "balance of the account, debit positive",
	colBasis:       "how the amount is known: blank for a recorded transaction, synthetic, or difference",
	colCashFlow:    "class of the statement of cash flows",
	colCode:        "number of the document; it is kept in the entry's source",
	colConcept:     "element of the taxonomy under which the account is reported",
	colCredit:      "amount on the credit side, not negative",
	colCurrency:    "currency of the line when it is not the functional one, by its ISO 4217 code",
	colDate:        "effective date of the entry",
	colDebit:       "amount on the debit side, not negative",
	colDescription: "what the entry is for, the same in all its lines",
	colDocument:    "name of a file to attach",
	colEntity:      "code of the legal entity; blank for the book's first",
	colEntry:       "what the lines of one entry have in common; they stand together",
	colKey:         "idempotency key: the same key posts once",
	colKind:        "kind of the entry, such as standard, opening or adjusting",
	colMemo:        "what the line is for",
	colName:        "name of the account",
	colOrigin:      "a day of the period that the entry belongs to",
	colParty:       "customer, vendor or employee of the line; it stands in front of the memo",
	colRate:        "functional units for one unit of the line's currency",
	colSection:     "current or noncurrent",
	colTransaction: "amount of the line in its own currency, debit positive",
	colType:        "type of the account: asset, liability, equity, revenue or expense",
}

// meanings are the columns of a kind of table, in the order in which people look for them.
func meanings(k Kind) (out []Meaning) {
	known, needed := journalColumns, []column{colEntry, colDate, colAccount}
	if k == KindTrialBalance {
		known, needed = trialColumns, []column{colAccount}
	}
	for _, c := range known {
		m := Meaning{Name: c.String(), Text: columnTexts[c]}
		for _, n := range needed {
			m.Needed = m.Needed || n == c
		}
		out = append(out, m)
	}
	return append(out, Meaning{Name: dimPrefix + "CODE", Text: "value of the dimension with that code"}, Meaning{Name: ignored, Text: "nothing: the column is left out"})
}
