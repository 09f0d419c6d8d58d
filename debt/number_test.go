package debt

import "tieout/workpaper"

type numberT = workpaper.Number

var mustParse = workpaper.MustParse
