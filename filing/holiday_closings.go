package filing

import "tieout/fiscal"

// closings are the whole days on which the President closed the executive departments. The SEC treats such a day
// like a federal holiday for due dates (Rule 0-3(a)). Where its own announcement for the day, or counsel quoting
// it, was read, the entry says so; for the others the order closing the government is certain and the SEC's
// practice of following it is inferred from the days on which it was seen. Orders for half a day (1998, 2002, 2009
// and 2015 on 24 December) are left out: a filing can be made on such a day.
var closings = []DayOff{
	closing("1994-04-27", "National day of mourning, Richard Nixon", "Executive Order of 23 April 1994, 59 FR 21915"),
	closing("1997-12-26", "Day after Christmas", "Executive Order 13068"),
	closing("2001-12-24", "Christmas Eve", byOrder),
	closing("2003-12-26", "Day after Christmas", byOrder),
	// NASD notice of 9 June 2004: closed "in keeping with the announcements of the Securities and Exchange
	// Commission"; not a business day for due dates of FOCUS reports.
	closing("2004-06-11", "National day of mourning, Ronald Reagan", byOrder+"; NASD notice of 9 June 2004"),
	closing("2007-01-02", "National day of mourning, Gerald Ford", byOrder),
	closing("2007-12-24", "Christmas Eve", byOrder),
	// TheCorporateCounsel.net, 22 December 2008: not a business day for Exchange Act due dates under Rule 0-3(a),
	// with an SEC press release of 23 December 2008.
	closing("2008-12-26", "Day after Christmas", byOrder+"; SEC press release of 23 December 2008"),
	closing("2012-12-24", "Christmas Eve", "Executive Order 13633"),
	closing("2014-12-26", "Day after Christmas", byOrder),
	// Announcement quoted in ICI memorandum 31512: "will be treated as a federal holiday for filing purposes".
	closing("2018-12-05", "National day of mourning, George H. W. Bush", announced),
	// Division of Corporation Finance, December 2018: no filings accepted on 24 and 25 December.
	closing("2018-12-24", "Christmas Eve", announced),
	// Cooley PubCo, 16 December 2020: "just like last year".
	closing("2019-12-24", "Christmas Eve", announced),
	closing("2020-12-24", "Christmas Eve", announced),
	closing("2024-12-24", "Christmas Eve", announced),
	// Mayer Brown, Free Writings & Perspectives, January 2025: EDGAR closed, not a business day for Rule 424(b).
	closing("2025-01-09", "National day of mourning, Jimmy Carter", announced),
	// TheCorporateCounsel.net, December 2025: filings due on 24, 25 or 26 December timely on 29 December 2025.
	closing("2025-12-24", "Christmas Eve", announced),
	closing("2025-12-26", "Day after Christmas", announced),
}

const (
	byOrder   = "closing of the government by Executive Order"
	announced = byOrder + "; SEC announcement"
)

func closing(date, name, cite string) DayOff { return DayOff{fiscal.MustParse(date), name, cite} }
