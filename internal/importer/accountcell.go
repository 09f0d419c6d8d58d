package importer

import (
	"regexp"
	"strings"
)

// accountCell is the account of a row: its code, and the name that the cell shows beside a number.
func (r *record) accountCell(in interner) (code, name string, err error) {
	s, err := r.raw(in, colAccount, 400)
	if err != nil {
		return "", "", err
	}
	if to, ok := r.means(colAccount.String(), s); ok {
		return to, "", nil
	}
	code, name, err = r.splitAccount(s)
	if err != nil {
		return "", "", r.wrong(colAccount, err)
	}
	code, _ = r.means(colAccount.String(), code)
	return code, name, nil
}

// numbered is an account that begins with its number: "1010 Checking", and as QuickBooks prints it "1010 · Checking".
var numbered = regexp.MustCompile(`^([0-9]+(?:[.-][0-9]+)*)(?: · | - | )(.+)$`)

// splitAccount takes an account cell apart, as the layout or the mapping says that it is written. Without a number
// the whole cell is the code, with plain colons between the parts of a path.
func (r *rules) splitAccount(s string) (code, name string, err error) {
	path := strings.Join(parts(s), ":")
	switch r.accounts {
	case accountHead:
		m := numbered.FindStringSubmatch(s)
		if m == nil {
			return path, "", nil
		}
		for _, p := range parts(m[2])[1:] {
			if !r.chosen && numbered.MatchString(p) {
				return "", "", unread("account %s shows two numbers; say in a mapping which is the account's: accounts %q for the first, %q for the last", quote(clip(s)), accountHead, accountLeaf)
			}
		}
		return m[1], m[2], nil
	case accountLeaf:
		all := parts(s)
		if m := numbered.FindStringSubmatch(all[len(all)-1]); m != nil {
			return m[1], m[2], nil
		}
		return path, "", nil
	}
	return s, "", nil
}

// parts are the parts of a path, without the spaces around its colons.
func parts(s string) []string {
	all := strings.Split(s, ":")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}
