package app_test

// child is what a test's child process does instead of testing.
func child() (code int, ok bool) { return 0, false }
