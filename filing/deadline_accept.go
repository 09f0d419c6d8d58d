package filing

import (
	"fmt"
	"strings"

	"tieout/fiscal"
	"tieout/workpaper"
)

// Acceptance is the moment EDGAR accepted a submission, in Eastern time as its header prints it. It is a civil date
// and time: no zone is read and none is converted.
type Acceptance struct {
	Date                 fiscal.Date
	Hour, Minute, Second int
}

// ParseAcceptance reads "2008-08-15 17:31", with or without seconds, with a T for the space, or the header's
// 20080815173125. A zone is refused: give Eastern time.
func ParseAcceptance(s string) (Acceptance, error) {
	text := strings.TrimSpace(s)
	if len(text) == 14 && strings.Trim(text, "0123456789") == "" {
		text = text[:4] + "-" + text[4:6] + "-" + text[6:8] + " " + text[8:10] + ":" + text[10:12] + ":" + text[12:]
	}
	bad := Mistake{s, "write the Eastern time of acceptance as YYYY-MM-DD HH:MM or HH:MM:SS, without a zone"}
	if len(text) != 16 && len(text) != 19 || text[10] != ' ' && text[10] != 'T' {
		return Acceptance{}, bad
	}
	d, err := fiscal.Parse(text[:10])
	if err != nil {
		return Acceptance{}, err
	}
	a := Acceptance{Date: d}
	ok := text[13] == ':' && clock(text[11:13], 23, &a.Hour) && clock(text[14:16], 59, &a.Minute)
	if len(text) == 19 {
		ok = ok && text[16] == ':' && clock(text[17:], 59, &a.Second)
	}
	if !ok {
		return Acceptance{}, bad
	}
	return a, nil
}

func clock(s string, most int, into *int) bool {
	if s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return false
	}
	*into = int(s[0]-'0')*10 + int(s[1]-'0')
	return *into <= most
}

func (a Acceptance) String() string {
	return fmt.Sprintf("%v %02d:%02d:%02d", a.Date, a.Hour, a.Minute, a.Second)
}

// late says whether the moment is after 17:30:00.
func (a Acceptance) late() bool { return (a.Hour*60+a.Minute)*60+a.Second > (17*60+30)*60 }

const citeAccept = "Regulation S-T Rule 13(a)(2)"

// FilingDate is the day as of which a periodic or current report is filed: the day of acceptance when that is a
// business day and not after 17:30 Eastern, else the next business day (Regulation S-T Rule 13(a)(2)). The rule's
// words are about when the transmission began; a header shows only the acceptance, which comes minutes later, so a
// submission begun just before 17:30 may bear the earlier date. Forms with a later hour (ownership reports,
// Schedules 13D and 13G, Form 144, Rule 462(b)) are not meant here.
func (a Acceptance) FilingDate() (fiscal.Date, workpaper.Sheet, error) {
	var s workpaper.Sheet
	if err := known(a.Date); err != nil {
		return 0, s, err
	}
	from, why := a.Date, "accepted by 17:30"
	if a.late() {
		from, why = a.Date+1, "accepted after 17:30, so the next day"
	}
	filed := Roll(from)
	addDate(&s, "filing date", why+"; "+rolled(from, filed), filed, citeAccept)
	return filed, s, nil
}
