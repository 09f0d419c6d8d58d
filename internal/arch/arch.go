// Package arch holds the import order of the house as a table. Its test reads the source and refuses what is not
// in the table.
package arch

// Layers are the packages at the root in import order: a package imports only from lines above its own.
var Layers = []string{
	"money", "fiscal",
	"check",
	"workpaper",
	"ledger",
	"recurring",
	"estimate",
	"inventory", "costing",
	"restructuring", "pension", "debt",
	"impairment", "property", "incometax", "leases", "allowance", "consolidation",
	"controls", "audit",
	"evidence",
	"xbrl/internal/xw", "xbrl/internal/lazy", "xbrl", "xbrl/calc", "xbrl/ixbrl",
	"statement",
	"filing", "filing/efm",
}

// Outside are the folders at the root that hold no accounting.
var Outside = []string{".", "cmd", "internal", "examples", "bench"}

// Rule is what a package may not do, and why.
type Rule struct {
	Imports []string // forbidden import paths, or prefixes ending in a slash
	Why     string
}

// Pure is what no package at the root touches: the world.
var Pure = Rule{Why: "a root package is pure accounting; what touches the world lives in internal/", Imports: []string{
	"os", "os/", "net", "net/", "database/", "context", "log", "log/", "math/rand", "math/rand/", "time.Now", "tieout/internal/"}}

// XBRLKnows is all of the house that xbrl may import: it reads other companies' filings too.
var XBRLKnows = []string{"tieout/money", "tieout/fiscal", "tieout/check", "tieout/xbrl", "tieout/xbrl/internal/xw", "tieout/xbrl/internal/lazy"}

// Plumbing says what the packages in internal/ may import of the house, besides the root packages. A package that is
// not listed breaks the build of the test.
var Plumbing = map[string][]string{
	"internal/arch":            {},
	"internal/testenv":         {},
	"internal/sheet":           {},
	"internal/importer":        {"internal/sheet"},
	"internal/exporter":        {"internal/sheet", "internal/exporter/workbook"},
	"internal/calc":            {},
	"internal/store":           {},
	"internal/access":          {},
	"internal/store/storetest": {"internal/store", "internal/testenv"},
	"internal/acceptance":      {},
	"internal/app":             {"internal/store", "internal/access", "internal/importer", "internal/exporter", "internal/calc"},
	"internal/demo":            {"internal/app", "internal/exporter"},
	"internal/api":             {"internal/app", "internal/access", "internal/exporter"},
	"internal/web":             {"internal/app", "internal/access", "internal/importer", "internal/exporter", "internal/demo"},
	"internal/cli":             {"internal/app", "internal/access", "internal/importer", "internal/exporter", "internal/calc", "internal/demo", "internal/web", "internal/api", "examples/american-locker"},
	"cmd/tieout":               {"internal/cli"},

	"internal/exporter/workbook":     {},
	"internal/exporter/exportertest": {"internal/exporter", "internal/exporter/workbook", "internal/testenv"},
}

// Drivers are imported by the store alone.
var Drivers = []string{"modernc.org/sqlite", "github.com/jackc/pgx/v5"}
