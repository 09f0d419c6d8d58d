package app

import (
	"context"
	"regexp"
	"slices"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/ledger"
)

var personCode = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)

// AddPerson gives a person a seat. The first of a book must be able to give seats to others. From the second on nobody
// approves their own work, for good.
func (a *App) AddPerson(ctx context.Context, by string, p Person) (evidence.Act, error) {
	return a.act(ctx, by, cmdAddPerson, "", func(w *writing) error {
		if !personCode.MatchString(p.Code) {
			return mistake("", "person %.50q: a code is at most 40 small letters, digits, dots and dashes", p.Code)
		}
		if err := ledger.CheckText("the name", p.Name, 200); err != nil {
			return mistake("", "%v", err)
		}
		if w.state.person(p.Code) >= 0 {
			return mistake("", "person %q exists already", p.Code)
		}
		if err := w.checkSeat(p); err != nil {
			return err
		}
		first := len(w.state.People) == 0
		if err := w.apply(evidence.Rec("person", "code", p.Code, "name", p.Name, "role", p.Role, "until", dateOrNone(p.Until))); err != nil {
			return err
		}
		if first && !w.state.governed(fiscal.FromTime(w.now)) {
			return mistake("", "the first person of a book must be able to give seats to others, without an end: make it a controller or the cfo")
		}
		return nil
	})
}

// checkSeat looks at the role and the end of a seat.
func (w *writing) checkSeat(p Person) error {
	var codes []access.Role
	for _, r := range access.Roles {
		codes = append(codes, r.Role)
		if string(r.Role) != p.Role {
			continue
		}
		today := fiscal.FromTime(w.now)
		switch {
		case r.MustExpire && p.Until == 0:
			return mistake("", "a seat of the role %s has a last day; give one", r.Role)
		case p.Until != 0 && p.Until < today:
			return mistake("", "the seat would have ended on %s; give a last day that is not before %s", p.Until, today)
		}
		return nil
	}
	return mistake("", "role %.40q is not one of %v", p.Role, codes)
}

// ChangePerson gives a person another role or another last day, or a seat again that was taken.
func (a *App) ChangePerson(ctx context.Context, by string, p Person, why string) (evidence.Act, error) {
	return a.act(ctx, by, cmdChangePerson, why, func(w *writing) error {
		i := w.state.person(p.Code)
		if i < 0 {
			return mistake("", "there is no person %q", p.Code)
		}
		if err := w.may(access.What{Action: access.GrantSeat, Owner: p.Code}); err != nil {
			return err
		}
		if err := w.checkSeat(p); err != nil {
			return err
		}
		if was := w.state.People[i]; was.Role == p.Role && was.Until == p.Until && !was.Removed {
			w.skip = true
			return nil
		}
		if err := w.apply(evidence.Rec("person-changed", "code", p.Code, "role", p.Role, "until", dateOrNone(p.Until))); err != nil {
			return err
		}
		return w.keepsGoverned()
	})
}

// RemovePerson takes a person's right to act. What they did stays, and so does the rule against self-approval.
func (a *App) RemovePerson(ctx context.Context, by, code, why string) (evidence.Act, error) {
	return a.act(ctx, by, cmdRemovePerson, why, func(w *writing) error {
		i := w.state.person(code)
		if i < 0 || w.state.People[i].Removed {
			return mistake("", "there is no person %q to remove", code)
		}
		active := slices.DeleteFunc(slices.Clone(w.state.People), func(p Person) bool { return p.Removed })
		if len(active) == 1 {
			return refused("last-person", "%q is the last person in the book; add another first", code)
		}
		if err := w.may(access.What{Action: access.RemoveSeat, Owner: code}); err != nil {
			return err
		}
		if err := w.apply(evidence.Rec("person-removed", "code", code)); err != nil {
			return err
		}
		return w.keepsGoverned()
	})
}

// SetLimit says up to which amount a role approves entries, in minor units of the first entity's currency; 0 for any
// amount.
func (a *App) SetLimit(ctx context.Context, by, role string, amount int64) (evidence.Act, error) {
	return a.act(ctx, by, cmdSetLimit, "", func(w *writing) error {
		if !slices.ContainsFunc(access.Roles, func(r access.RoleInfo) bool { return string(r.Role) == role }) {
			return mistake("", "there is no role %.40q", role)
		}
		if amount < 0 {
			return mistake("", "a limit is not negative; 0 is no limit")
		}
		if w.state.Limits[role] == amount {
			w.skip = true
			return nil
		}
		return w.apply(evidence.Rec("limit", "role", role, "amount", itoa(amount)))
	})
}

func dateOrNone(d fiscal.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
