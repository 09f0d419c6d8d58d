package web

func init() {
	rows(everyRole, "GET /estimates", "GET /estimates/{topic}", "GET /estimates/{topic}/template", "GET /estimates/{topic}/note", "GET /estimates/{topic}/note/facts/{id}", "GET /estimates/{topic}/note/style", "GET /estimates/{topic}/of/{code}", "GET /estimates/{topic}/of/{code}/entries",
		"GET /estimates/{topic}/of/{code}/record", "GET /estimates/{topic}/of/{code}/work", "GET /estimates/{topic}/of/{code}/workpaper", "GET /estimates/{topic}/of/{code}/history", "GET /estimates/{topic}/of/{code}/download")
	rows(preparers, "GET /estimates/{topic}/new", "POST /estimates/{topic}/record", "POST /estimates/{topic}/upload", "POST /estimates/{topic}/of/{code}/entries")
	lookAt("/estimates", "/estimates")
}
