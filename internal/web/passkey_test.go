package web

func init() {
	rows(anybody, "POST /sign-in/passkey/begin", "POST /sign-in/passkey/finish", "POST /sign-in/with", "GET /sign-in/back", "POST /join/with")
	rows(everyRole, "POST /own/proof/begin", "POST /own/proof/finish", "POST /own/proof/with", "POST /own/passkeys", "POST /own/passkeys/begin", "POST /own/passkeys/finish", "POST /own/passkeys/rename",
		"POST /own/passkeys/remove", "POST /own/identities", "POST /own/identities/remove")
}
