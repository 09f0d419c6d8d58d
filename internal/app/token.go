package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"tieout/internal/access"
	"tieout/ledger"
)

// Token is a token of the API: it acts for a person, within scopes, until a day.
type Token struct {
	Hash    string `json:"-"`
	Person  string `json:"-"`
	Name    string // what it is for
	Hint    string // its last characters
	Made    string // RFC 3339
	Until   string // RFC 3339
	Scopes  []access.Action
	Revoked string `json:",omitempty"` // RFC 3339
}

const tokenKind = "token"

// Bounds of tokens.
const (
	maxTokens    = 20
	maxTokenDays = 366
)

// IssueToken makes a token for a person. Its text is shown once; the book keeps the hash.
func (a *App) IssueToken(ctx context.Context, person, name string, scopes []access.Action, days int) (string, error) {
	if err := ledger.CheckText("the name of the token", name, 100); err != nil || strings.TrimSpace(name) == "" {
		return "", mistake("", "say in at most 100 characters what the token is for")
	}
	if days < 1 || days > maxTokenDays {
		return "", mistake("", "a token is good for 1 to %d days", maxTokenDays)
	}
	s, err := a.State(ctx, 0)
	if err != nil {
		return "", err
	}
	if len(scopes) == 0 {
		return "", mistake("", "choose at least one thing that the token is good for")
	}
	for _, sc := range scopes {
		if !sc.Known() {
			return "", mistake("", "scope %.40q is not known", string(sc))
		}
		if d := s.Decide(person, access.What{Action: sc}, a.Today()); !d.Allowed {
			return "", Refused{"not-allowed", "a token cannot do more than its person: " + d.Reason}
		}
	}
	old, err := a.Tokens(ctx, person)
	if err != nil {
		return "", err
	}
	if len(slices.DeleteFunc(old, func(t Token) bool { return t.Revoked != "" })) >= maxTokens {
		return "", mistake("", "a person has at most %d tokens; revoke one first", maxTokens)
	}
	secret := access.NewToken()
	until := a.Clock().UTC().AddDate(0, 0, days)
	t := Token{Name: name, Hint: secret.Text[len(secret.Text)-4:], Made: stampOf(a.Clock()), Until: stampOf(until), Scopes: scopes}
	b, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	return secret.Text, a.KeepWorking(ctx, Working{Kind: tokenKind, ID: secret.Hash, Person: person, Until: stampOf(until.AddDate(0, 0, 30)), Body: string(b)})
}

// Tokens are those of a person, or of everyone when the code is empty, the newest first.
func (a *App) Tokens(ctx context.Context, person string) ([]Token, error) {
	ws, err := a.AllWorking(ctx, tokenKind)
	var out []Token
	for _, w := range ws {
		if person != "" && w.Person != person {
			continue
		}
		t, err := tokenOf(w)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(x, y Token) int { return strings.Compare(y.Made, x.Made) })
	return out, err
}

func tokenOf(w Working) (Token, error) {
	t := Token{Hash: w.ID, Person: w.Person}
	return t, json.Unmarshal([]byte(w.Body), &t)
}

// TokenNamed finds the token that a caller shows, if it is good.
func (a *App) TokenNamed(ctx context.Context, text string) (Token, bool, error) {
	w, ok, err := a.FindWorking(ctx, tokenKind, access.HashSecret(text))
	if err != nil || !ok {
		return Token{}, false, err
	}
	t, err := tokenOf(w)
	return t, err == nil && t.Revoked == "" && t.Until > a.Clock().UTC().Format(time.RFC3339), err
}

// RevokeToken ends a token of a person.
func (a *App) RevokeToken(ctx context.Context, person, hash string) error {
	return a.ChangeWorking(ctx, tokenKind, hash, func(w *Working) (bool, error) {
		if w.Person != person || w.Body == "" {
			return false, mistake("", "there is no such token")
		}
		t, err := tokenOf(*w)
		if err != nil || t.Revoked != "" {
			return false, err
		}
		t.Revoked = stampOf(a.Clock())
		b, err := json.Marshal(t)
		w.Body = string(b)
		return true, err
	})
}
