package ixbrl

import (
	"math/big"
	"strings"

	"tieout/xbrl/internal/lazy"
)

// The grammar of numbers in English words, as the SEC's registry has it. Capitals are allowed at the start of words.
const (
	hyphen   = `[-\x{058A}\x{05BE}\x{2010}-\x{2015}\x{FE58}\x{FE63}\x{FF0D}]`
	blank    = `[\s\x{A0}]`
	either   = `(?:` + hyphen + `|` + blank + `+)`
	digit19  = `(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine)`
	small    = `(?:[Tt]en|[Ee]leven|[Tt]welve|[Tt]hirteen|[Ff]ourteen|[Ff]ifteen|[Ss]ixteen|[Ss]eventeen|[Ee]ighteen|[Nn]ineteen|` + digit19 + `)`
	tens     = `(?:[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty|[Ss]ixty|[Ss]eventy|[Ee]ighty|[Nn]inety)`
	below100 = `(?:` + small + `|` + tens + `(?:` + either + digit19 + `)?)`
	and      = `(?:and` + blank + `+)?`
	hundreds = `(?:` + small + blank + `+[Hh]undred(?:` + blank + `+` + and + below100 + `)?)`
	group    = `(?:` + hundreds + `|` + below100 + `)`
	gap      = `(?:` + blank + `*,` + blank + `*|` + blank + `+)`
	nothing  = `(?:[Zz]ero|[Nn]o(?:ne)?|[Nn]il)`

	// In durations words may be joined by hyphens throughout.
	durHundreds = `(?:` + small + either + `[Hh]undred(?:` + either + and + below100 + `)?)`
	durNumber   = `(` + durHundreds + `|` + below100 + `|[Zz]ero|[Nn]o|[0-9]{1,4})` + either
	durGap      = `(?:,?` + either + and + `|$)`
)

var (
	numberWords = lazy.New(`^(?:` + magnitudes("quintillion", "quadrillion", "trillion", "billion", "million") +
		`(?:` + group + blank + `+[Tt]housand(?:` + gap + `(?:` + hundreds + `|` + and + below100 + `))?|` + group + `)?|` + nothing + `)$`)
	durationWords = lazy.New(`^(?:` + durNumber + `[Yy]ears?` + durGap + `)?(?:` + durNumber + `[Mm]onths?` + durGap + `)?(?:` + durNumber + `[Dd]ays?)?$`)
	wordGap       = lazy.New(`(?:,|` + hyphen + `|` + blank + `)+`)
)

func magnitudes(names ...string) string {
	var b strings.Builder
	for _, n := range names {
		b.WriteString(`(?:` + group + blank + `+[` + strings.ToUpper(n[:1]) + n[:1] + `]` + n[1:] + `(?:` + gap + `|$))?`)
	}
	return b.String()
}

var wordValue = func() map[string]int64 {
	m := map[string]int64{}
	for i, w := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen") {
		m[w] = int64(i)
	}
	for i, w := range strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety") {
		m[w] = int64(10 * (i + 2))
	}
	return m
}()

var wordPower = map[string]int64{"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15, "quintillion": 18}

// numWords reads "eighteen million three hundred thousand and fifty-one"; none and nil are zero.
func numWords(s string) (string, string) {
	if s == "" || !numberWords.Match(s) {
		return "", "it is not a number in words"
	}
	return sumWords(s).String(), ""
}

func sumWords(s string) *big.Int {
	total, group := new(big.Int), new(big.Int)
	for _, w := range wordGap.Regexp().Split(strings.ToLower(s), -1) {
		if power, ok := wordPower[w]; ok {
			scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(power), nil)
			total.Add(total, group.Mul(group, scale))
			group = new(big.Int)
		} else if w == "hundred" {
			group.Mul(group, big.NewInt(100))
		} else {
			group.Add(group, big.NewInt(wordValue[w]))
		}
	}
	return total.Add(total, group)
}

// durWords reads "twelve years, six months and four days"; numbers may be digits.
func durWords(s string) (string, string) {
	m := durationWords.Parts(s)
	if m == nil || s == "" {
		return "", "it is not a duration in words"
	}
	value := "P"
	for i, unit := range []string{"Y", "M", "D"} {
		switch n := m[i+1]; {
		case n == "" || strings.EqualFold(n, "no") || strings.EqualFold(n, "zero"):
		case n[0] >= '0' && n[0] <= '9':
			value += n + unit
		default:
			value += sumWords(n).String() + unit
		}
	}
	if value == "P" {
		value = "P0D"
	}
	return value, ""
}
