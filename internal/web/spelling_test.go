package web

import (
	"slices"
	"strings"
	"testing"

	"tieout/internal/app"
)

func init() {
	rows(officers, "POST /log/checkpoint")
}

// spelt are the commands of the app and the routes of the site by which each is asked for: the site, the command line and the
// API spell one list.
var spelt = map[string]string{
	"entry.post": "POST /entries/new", "entry.approve": "POST /drafts/{id}/approve", "entry.post-for-review": "POST /drafts/{id}/post-for-review", "entry.review": "POST /reviews/{position}",
	"draft.revise": "POST /drafts/{id}/edit", "draft.return": "POST /drafts/{id}/return", "draft.withdraw": "POST /drafts/{id}/withdraw", "document.attach": "POST /documents",
	"estimate.record": "POST /estimates/{topic}/record", "estimate.propose": "POST /estimates/{topic}/of/{code}/entries", "import.upload": "POST /imports", "import.journal": "POST /imports/{sha}", "import.stock": "POST /inventory/movements", "import.approve-stock": "POST /drafts/{id}/approve", "stock.define-class": "POST /inventory/classes", "stock.define-items": "POST /inventory/items", "stock.define-pool": "POST /inventory/lifo/pools", "stock.set-index": "POST /inventory/lifo/index", "stock.end-pool": "POST /inventory/lifo/end", "stock.set-bills": "POST /inventory/costs/bills", "stock.open-count": "POST /inventory/counts", "stock.enter-count": "POST /inventory/counts/{count}", "import.trial-balance": "POST /imports/{sha}", "import.approve-journal": "POST /drafts/{id}/approve",
	"import.approve-trial-balance": "POST /drafts/{id}/approve", "import.revert": "POST /imports/{position}/revert", "import.approve-revert": "POST /drafts/{id}/approve",
	"period.lock": "POST /locks", "override.request": "POST /overrides", "override.approve": "POST /overrides/{id}/approve", "checkpoint.sign": "POST /log/checkpoint",
	"report.make": "POST /reports/{form}/{period}/keep", "report.plan": "POST /reports/{form}/{period}/plan", "registrant.set": "POST /registrant", "entity.found": "POST /chart/entities",
	"account.open": "POST /chart/accounts", "dimension.define": "POST /chart/dimensions", "recurring.keep": "POST /recurring/new", "recurring.end": "POST /recurring/{id}/end", "recurring.make": "POST /recurring/make",
	"branch.open": "POST /branches", "branch.propose": "POST /branches/{id}/propose", "branch.withdraw": "POST /branches/{id}/withdraw", "branch.merge": "POST /branches/{id}/merge", "branch.drop": "POST /branches/{id}/drop",
	"note.write": "POST /notes", "note.close": "POST /notes/{id}/close", "person.add": "POST /people", "person.change": "POST /people/{code}/change", "person.remove": "POST /people/{code}/remove", "limit.set": "POST /people/limits",
}

// alsoSpelt are routes that ask for a command in another way.
var alsoSpelt = map[string]string{
	"POST /entries/{number}/correct": "entry.post", "POST /entries/{number}/reverse": "entry.post", "POST /workbook/accounts": "account.open", "POST /estimates/{topic}/upload": "estimate.record", "POST /inventory/count": "import.stock", "POST /inventory/lower/take": "import.stock", "POST /inventory/counts/{count}/post": "import.stock", "POST /inventory/costs": "import.stock", "POST /inventory/lifo": "entry.post", "POST /inventory/ageing": "entry.post", "POST /inventory/variances": "entry.post", "POST /inventory/movements/one": "import.stock", "POST /inventory/change": "branch.propose", "POST /people/{code}/invite": "person.add",
}

// readOnly are routes that answer a form and write nothing to the book.
var readOnly = []string{"POST /workbook", "POST /reports/{form}/{period}/text", "POST /inventory/lower"}

// TestTheSiteSpellsEveryCommand: every command is asked for by a route of the site, with the right that the command itself asks
// for, and every route that changes the book is one of them.
func TestTheSiteSpellsEveryCommand(t *testing.T) {
	actions := map[string]string{}
	for _, rt := range (&site{}).routes() {
		actions[rt.method()+" "+rt.Pattern] = string(rt.Action)
	}
	used := map[string]bool{}
	for _, c := range app.Commands() {
		route := spelt[c.Name]
		if used[route] = true; actions[route] == "" {
			t.Errorf("%s has no route on the site (%q)", c.Name, route)
		} else if actions[route] != string(c.Action) && !strings.HasPrefix(c.Name, "import.approve") {
			t.Errorf("%s asks for %s and its route %s for %s", c.Name, c.Action, route, actions[route])
		}
	}
	for name, action := range actions {
		own := strings.HasPrefix(name, "POST /own") || strings.HasPrefix(name, "POST /sign") || strings.HasPrefix(name, "POST /join") || strings.HasPrefix(name, "POST /seat") || strings.HasPrefix(name, "POST /set-up") || strings.HasPrefix(name, "POST /passkeys") || action == string(Public)
		if strings.HasPrefix(name, "POST ") && !own && !used[name] && alsoSpelt[name] == "" && !slices.Contains(readOnly, name) {
			t.Errorf("%s changes something and spells no command", name)
		}
	}
}
