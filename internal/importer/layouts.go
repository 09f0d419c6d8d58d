package importer

var journalColumns = []column{colEntry, colDate, colDescription, colAccount, colAmount, colDebit, colCredit, colName, colType, colSection, colConcept, colKind, colKey, colCode,
	colCurrency, colTransaction, colRate, colEntity, colParty, colMemo, colCashFlow, colBasis, colDocument, colOrigin}

var trialColumns = []column{colAccount, colName, colType, colSection, colConcept, colDebit, colCredit, colBalance, colCashFlow, colEntity}

// journalLayout is Tieout's own journal.
var journalLayout = newLayout(journalColumns, map[column][]string{
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
	colParty:       {"counterparty", "payee"},
	colMemo:        {"line memo", "line description", "line text"},
	colCashFlow:    {"cash flow class"},
	colDocument:    {"attachment", "document name"},
	colOrigin:      {"origin date"},
})

// trialLayout is Tieout's own trial balance.
var trialLayout = newLayout(trialColumns, map[column][]string{
	colAccount:  {"account number", "account no", "account nr", "account code", "acct", "acct no", "acct number", "gl account", "gl code", "gl number", "number", "code"},
	colName:     {"name", "account title", "account description", "description", "title", "acct name"},
	colType:     {"account type", "acct type"},
	colSection:  {"classification"},
	colConcept:  {"us-gaap element", "us-gaap concept", "us-gaap", "element", "xbrl element", "xbrl concept", "xbrl tag"},
	colDebit:    {"debits", "dr", "debit balance", "debit amount"},
	colCredit:   {"credits", "cr", "credit balance", "credit amount"},
	colBalance:  {"amount", "net", "net balance", "ending balance", "closing balance", "balance amount"},
	colCashFlow: {"cash flow class", "cash flow statement"},
	colEntity:   {"company", "legal entity", "company code"},
})

// netsuiteJournal is a search of transactions, or a journal entry, as NetSuite exports it. Its column Amount is not
// known: whether debits or credits are positive in it depends on the account.
var netsuiteJournal = func() layout {
	l := foreign(journalColumns, map[column][]string{
		colEntry:       {"internal id", "transaction internal id"},
		colCode:        {"document number", "document number/id", "transaction number", "external id", "tranid"},
		colDate:        {"date", "tran date", "transaction date", "trandate"},
		colAccount:     {"account"},
		colDebit:       {"debit", "amount (debit)", "debit amount"},
		colCredit:      {"credit", "amount (credit)", "credit amount"},
		colDescription: {"memo (main)", "main memo", "header memo"},
		colMemo:        {"memo", "line memo"},
		colParty:       {"name", "entity", "name (line)"},
		colType:        {"account type"},
		colEntity:      {"subsidiary"},
		colCurrency:    {"currency", "transaction currency"},
		colTransaction: {"amount (foreign currency)", "amount (transaction currency)"},
		colRate:        {"exchange rate"},
	})
	l.dims = map[string]string{"department": "department", "class": "class", "location": "location"}
	l.pass = map[string]bool{"type": true, "transactiontype": true, "period": true, "postingperiod": true, "status": true, "createdby": true, "datecreated": true, "lineid": true, "*": true}
	l.keyed, l.code, l.accounts = "internalid", true, accountHead
	return l
}()

var netsuiteTrial = func() layout {
	l := foreign(trialColumns, map[column][]string{
		colAccount: {"account", "financial row"},
		colType:    {"account type"},
		colDebit:   {"debit", "amount (debit)", "debit amount"},
		colCredit:  {"credit", "amount (credit)", "credit amount"},
		colEntity:  {"subsidiary"},
	})
	l.dims = map[string]string{"department": "department", "class": "class", "location": "location"}
	l.accounts, l.report = accountHead, true
	return l
}()

// quickbooksTrial is the report Trial Balance of QuickBooks, whose column of accounts has no header.
var quickbooksTrial = func() layout {
	l := foreign(trialColumns, map[column][]string{
		colAccount: {"account", "full name", "account full name"},
		colType:    {"account type"},
		colDebit:   {"debit"},
		colCredit:  {"credit"},
	})
	l.unnamed, l.accounts, l.report = colAccount, accountLeaf, true
	return l
}()
