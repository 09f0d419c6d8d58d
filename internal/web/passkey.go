package web

// passkeysWork says whether the site is at an address at which browsers allow passkeys.
func (s *site) passkeysWork() bool { return false }

// oidcLabel is the name of the provider of single sign-on, empty for none.
func (s *site) oidcLabel() string { return "" }

// ways are further ways to sign in.
func (s *site) ways() []signWay { return nil }
