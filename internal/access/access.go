// Package access says who may do what: roles, the policies that decide, and what proves who someone is. The policies are
// text (policies.cedar) that an auditor can read; every command, every page and every call of the API asks them.
package access

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"tieout/fiscal"
)

// Role is what a person's seat is for.
type Role string

// The roles.
const (
	CFO             Role = "cfo"
	Controller      Role = "controller"
	Accountant      Role = "accountant"
	InternalAudit   Role = "internal-audit"
	AuditCommittee  Role = "audit-committee"
	ExternalAuditor Role = "external-auditor"
	Consultant      Role = "consultant"
	Agent           Role = "agent"
)

// RoleInfo is a role as people read of it. In names the groups of roles that the policies speak of.
type RoleInfo struct {
	Role       Role
	Title      string
	Means      string
	MustExpire bool // a seat of this role has a last day
	In         []string
}

// Roles are all roles, the one with the most rights first.
var Roles = []RoleInfo{
	{CFO, "CFO", "certifies; approves, locks, releases, gives seats", false, []string{"preparer", "staff", "approver", "override-approver", "reviewer"}},
	{Controller, "Controller", "keeps and closes the books; approves, locks, releases, gives seats", false, []string{"preparer", "staff", "approver", "override-approver", "reviewer"}},
	{Accountant, "Accountant", "prepares entries, imports and proposals", false, []string{"preparer", "staff", "reviewer"}},
	{InternalAudit, "Internal audit", "reads everything, reviews, writes notes", false, []string{"watcher", "reviewer"}},
	{AuditCommittee, "Audit committee", "reads everything, lets overrides hold, reviews", false, []string{"watcher", "override-approver", "reviewer"}},
	{ExternalAuditor, "External auditor", "reads and takes away; never writes", true, nil},
	{Consultant, "Consultant", "prepares, until a day", true, []string{"preparer"}},
	{Agent, "Agent", "a program that prepares and nothing more", false, []string{"preparer"}},
}

// Title is a role in words; a role that is not known is itself.
func Title(r Role) string {
	if i := slices.IndexFunc(Roles, func(x RoleInfo) bool { return x.Role == r }); i >= 0 {
		return Roles[i].Title
	}
	return string(r)
}

// Action is one thing that a person can ask for.
type Action string

// The actions.
const (
	ReadBooks       Action = "read-books"
	ReadLog         Action = "read-log"
	ReadPeople      Action = "read-people"
	Export          Action = "export"
	OwnAccess       Action = "own-access"
	PrepareEntry    Action = "prepare-entry"
	PrepareImport   Action = "prepare-import"
	AttachDocument  Action = "attach-document"
	WithdrawDraft   Action = "withdraw-draft"
	Propose         Action = "propose"
	WriteNote       Action = "write-note"
	ApproveEntry    Action = "approve-entry"
	ApproveImport   Action = "approve-import"
	ReturnDraft     Action = "return-draft"
	ReviewEntry     Action = "review-entry"
	LockPeriod      Action = "lock-period"
	RequestOverride Action = "request-override"
	ApproveOverride Action = "approve-override"
	ChangeChart     Action = "change-chart"
	SetRegistrant   Action = "set-registrant"
	WriteReport     Action = "write-report"
	PlanReport      Action = "plan-report"
	MakeReport      Action = "make-report"
	SignCheckpoint  Action = "sign-checkpoint"
	GrantSeat       Action = "grant-seat"
	RemoveSeat      Action = "remove-seat"
	SetLimit        Action = "set-limit"
)

// ActionInfo is an action as people read of it.
type ActionInfo struct {
	Action Action
	Means  string
	StepUp bool // who one is must have been shown a short while ago
}

// Actions are all actions, those that change nothing first.
var Actions = []ActionInfo{
	{ReadBooks, "read statements, entries, documents and reports", false},
	{ReadLog, "read the log of acts and the record of events", false},
	{ReadPeople, "read who can do what", false},
	{Export, "take tables and the journal away", false},
	{OwnAccess, "look after one's own password, factors and tokens", false},
	{PrepareEntry, "prepare entries, templates and schedules", false},
	{PrepareImport, "prepare imports", false},
	{AttachDocument, "attach documents", false},
	{WithdrawDraft, "take one's own draft back", false},
	{Propose, "propose entries and changes on a branch", false},
	{WriteNote, "write notes at figures", false},
	{ApproveEntry, "approve what another prepared", true},
	{ApproveImport, "approve an import of another", true},
	{ReturnDraft, "give a draft back to its preparer", false},
	{ReviewEntry, "review what was posted by one person alone", true},
	{LockPeriod, "lock a period", true},
	{RequestOverride, "ask to reopen a locked period", true},
	{ApproveOverride, "let an override hold", true},
	{ChangeChart, "change accounts, entities and dimensions", false},
	{SetRegistrant, "set the registrant's data", false},
	{WriteReport, "write the text of a report", false},
	{PlanReport, "plan and forecast when reports are filed", false},
	{MakeReport, "make and release a report", true},
	{SignCheckpoint, "sign a checkpoint", true},
	{GrantSeat, "give or change a seat", true},
	{RemoveSeat, "take a seat", true},
	{SetLimit, "set up to which amount a role approves", true},
}

// Known says whether there is such an action.
func (a Action) Known() bool {
	return slices.ContainsFunc(Actions, func(x ActionInfo) bool { return x.Action == a })
}

// StepUp says whether an action needs a fresh look at who one is.
func (a Action) StepUp() bool {
	return slices.ContainsFunc(Actions, func(x ActionInfo) bool { return x.Action == a && x.StepUp })
}

// Who is a person on a seat.
type Who struct {
	Code    string
	Role    Role
	Until   fiscal.Date // last day of the seat; none for no end
	Removed bool
}

// What is asked for, with what the policies look at beside the action.
type What struct {
	Action Action
	Owner  string   // whose work it is about; empty when it is nobody's yet
	Amount int64    // minor units; 0 when there is none
	Limit  int64    // of the role, minor units; 0 for none
	Scopes []Action // what an API token is good for; nil when no token asks
}

// Decision is what the policies say, with the reason in words and the policy that gave it.
type Decision struct {
	Allowed bool
	Reason  string
	Policy  string
}

//go:embed policies.cedar
var policyText []byte

// Policy is one rule in words.
type Policy struct {
	ID, Means string
	Forbids   bool
	Text      string // as written
}

type rule struct {
	Policy
	reason string
}

var (
	policies *cedar.PolicySet
	rules    = map[cedar.PolicyID]rule{}
	ordered  []Policy
	entities types.EntityMap
)

func init() {
	list, err := cedar.NewPolicyListFromBytes("policies.cedar", policyText)
	if err != nil {
		panic(err)
	}
	policies = cedar.NewPolicySet()
	for _, p := range list {
		a := p.Annotations()
		r := rule{Policy{ID: string(a["id"]), Means: string(a["means"]), Forbids: p.Effect() == cedar.Forbid, Text: string(p.MarshalCedar())}, string(a["reason"])}
		if r.ID == "" || r.Means == "" || r.Forbids && r.reason == "" || !policies.Add(cedar.PolicyID(r.ID), p) {
			panic(fmt.Sprintf("access: policy %q lacks its words or stands twice", r.ID))
		}
		rules[cedar.PolicyID(r.ID)] = r
		ordered = append(ordered, r.Policy)
	}
	entities = types.EntityMap{}
	for _, r := range Roles {
		var parents []types.EntityUID
		for _, g := range r.In {
			parents = append(parents, roleUID(g))
		}
		uid := roleUID(string(r.Role))
		entities[uid] = types.Entity{UID: uid, Parents: types.NewEntityUIDSet(parents...)}
	}
}

// Policies are all rules in the order in which they are written.
func Policies() []Policy { return ordered }

func roleUID(name string) types.EntityUID  { return types.NewEntityUID("Role", types.String(name)) }
func actionUID(a Action) types.EntityUID   { return types.NewEntityUID("Action", types.String(a)) }
func (w Who) ended(today fiscal.Date) bool { return w.Removed || w.Until != 0 && w.Until < today }
func (w Who) uid() types.EntityUID         { return types.NewEntityUID("Person", types.String(w.Code)) }

// one is the set of entities of a request: the roles and the person who asks.
type one struct{ person types.Entity }

// Get finds an entity.
func (o one) Get(uid types.EntityUID) (types.Entity, bool) {
	if uid == o.person.UID {
		return o.person, true
	}
	e, ok := entities[uid]
	return e, ok
}

// Decide asks the policies whether a person may do something on a day.
func Decide(w Who, what What, today fiscal.Date) Decision {
	person := types.Entity{UID: w.uid(), Parents: types.NewEntityUIDSet(roleUID(string(w.Role))),
		Attributes: types.NewRecord(types.RecordMap{"code": types.String(w.Code), "ended": types.Boolean(w.ended(today))})}
	ok, why := policies.IsAuthorized(one{person}, cedar.Request{Principal: w.uid(), Action: actionUID(what.Action), Resource: types.NewEntityUID("Book", "book"), Context: what.context()})
	if len(why.Errors) > 0 {
		return Decision{Reason: "a policy cannot be decided: " + why.Errors[0].String()}
	}
	d := Decision{Allowed: bool(ok)}
	for _, r := range why.Reasons {
		if x := rules[r.PolicyID]; d.Policy == "" || x.ID < d.Policy {
			d.Policy, d.Reason = x.ID, x.Means
			if x.Forbids {
				d.Reason = w.Code + ": " + x.reason
			}
		}
	}
	if d.Policy == "" {
		d.Reason = fmt.Sprintf("%s has a seat as %s, which may not %s", w.Code, Title(w.Role), what.Action.words())
	}
	return d
}

func (a Action) words() string {
	if i := slices.IndexFunc(Actions, func(x ActionInfo) bool { return x.Action == a }); i >= 0 {
		return Actions[i].Means
	}
	return string(a)
}

func (w What) context() types.Record {
	m := types.RecordMap{"amount": types.Long(w.Amount), "limit": types.Long(w.Limit)}
	if w.Owner != "" {
		m["owner"] = types.String(w.Owner)
	}
	if w.Scopes != nil {
		var in []types.Value
		for _, s := range w.Scopes {
			in = append(in, actionUID(s))
		}
		m["scopes"] = types.NewSet(in...)
	}
	return types.NewRecord(m)
}

// MayRole says whether a role, on a seat that has not ended, may do something to another's work within its limits: what
// the table of who can do what shows.
func MayRole(r Role, a Action) bool {
	return Decide(Who{Code: "somebody", Role: r}, What{Action: a}, 0).Allowed
}
