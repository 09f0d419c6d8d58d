package app

import (
	"tieout/estimate"
	"tieout/restructuring"
)

// estimateTopics are the accounting estimates that a book keeps.
var estimateTopics = []estimate.Topic{restructuring.Topic}

// EstimateTopics are the topics in the order in which they are shown.
func EstimateTopics() []estimate.Topic { return estimateTopics }
