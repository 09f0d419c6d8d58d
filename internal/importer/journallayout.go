package importer

var journalLayout = newLayout(
	[]column{colEntry, colDate, colDescription, colAccount, colAmount, colDebit, colCredit, colName, colType, colSection, colConcept, colKind, colKey, colCode,
		colCurrency, colTransaction, colRate, colEntity, colMemo, colCashFlow, colBasis, colDocument, colOrigin},
	map[column][]string{
		colEntry:       {"entry id", "entry no", "entry number", "journal entry", "journal id", "journal no", "journal number", "je", "je number", "transaction id"},
		colDate:        {"entry date", "effective date", "posting date", "gl date", "transaction date"},
		colDescription: {"entry description", "narration", "header text"},
		colAccount:     {"account number", "account no", "account code", "acct", "gl account", "gl code"},
		colAmount:      {"signed amount", "functional amount"},
		colDebit:       {"debits", "dr", "debit amount"},
		colCredit:      {"credits", "cr", "credit amount"},
		colName:        {"account title", "acct name"},
		colType:        {"account type", "acct type"},
		colConcept:     {"us-gaap element", "us-gaap concept", "us-gaap", "element"},
		colKind:        {"entry kind", "entry type"},
		colKey:         {"idempotency key"},
		colCurrency:    {"transaction currency", "currency code"},
		colTransaction: {"foreign amount", "amount in transaction currency"},
		colRate:        {"exchange rate", "fx rate"},
		colEntity:      {"company", "legal entity", "company code"},
		colMemo:        {"line memo", "line description", "line text"},
		colCashFlow:    {"cash flow class"},
		colDocument:    {"attachment", "document name"},
		colOrigin:      {"origin date"},
	})
