package filing

import "tieout/check"

// PlainDocument is the report of a form with its statements and nothing that only the company can write; it is what
// a report starts from.
func PlainDocument(f Form) string {
	if f == Form10K {
		return plain10K
	}
	return plain10Q
}

const plainNotes = `@note "1. Basis of presentation" OrganizationConsolidationAndPresentationOfFinancialStatementsDisclosureTextBlock
The financial statements of {{registrant name}} are prepared from its books in accordance with accounting principles
generally accepted in the United States of America. Replace this text with the company's own note.
@end
`

const plain10Q = `@cover
# PART I. FINANCIAL INFORMATION
## Item 1. Financial Statements
@statement balance-sheet
@statement income
@statement cash-flow
@statement equity
## Notes to Financial Statements
` + plainNotes + `
## Item 2. Management's Discussion and Analysis of Financial Condition and Results of Operations
To be written by the registrant.
## Item 4. Controls and Procedures
To be written by the registrant.
# PART II. OTHER INFORMATION
## Item 6. Exhibits
- 31.1, 31.2 Certifications under Rule 13a-14(a)
- 32 Certifications under 18 U.S.C. Section 1350
`

const plain10K = `@cover
# PART I
## Item 1. Business
To be written by the registrant.
# PART II
## Item 7. Management's Discussion and Analysis of Financial Condition and Results of Operations
To be written by the registrant.
## Item 8. Financial Statements and Supplementary Data
@statement balance-sheet
@statement income
@statement comprehensive-income
@statement equity
@statement cash-flow
## Notes to Financial Statements
` + plainNotes + `
## Item 9A. Controls and Procedures
To be written by the registrant.
# PART IV
## Item 15. Exhibits
- 31.1, 31.2 Certifications under Rule 13a-14(a)
- 32 Certifications under 18 U.S.C. Section 1350
`

// Missing says whether a finding names a cover fact that the registrant data lacks.
func Missing(f check.Finding) bool { return f.Rule == "cover-missing" }
