package web

import "strings"

// browserOf says in words with what somebody came, from what the browser says of itself. It is for people to recognise
// their own sessions by; nothing rests on it.
func browserOf(agent string) string {
	name, on := firstIn(agent, browserNames), firstIn(agent, systemNames)
	switch {
	case name == "":
		return "another program"
	case on == "":
		return name
	}
	return name + " on " + on
}

// agentWord is a word that stands in what a browser says of itself, and what it means.
type agentWord struct{ Word, Means string }

// browserNames are asked for in this order: most browsers name those before them too.
var browserNames = []agentWord{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Vivaldi", "Vivaldi"}, {"SamsungBrowser", "Samsung Internet"}, {"FxiOS", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS", "Chrome"},
	{"HeadlessChrome", "Chrome"}, {"Chromium", "Chromium"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}}

var systemNames = []agentWord{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Macintosh", "macOS"}, {"Linux", "Linux"}}

func firstIn(text string, names []agentWord) string {
	for _, n := range names {
		if strings.Contains(text, n.Word) {
			return n.Means
		}
	}
	return ""
}
