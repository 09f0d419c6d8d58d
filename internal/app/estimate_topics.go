package app

import "tieout/estimate"

// estimateTopics are the accounting estimates that a book keeps.
var estimateTopics []estimate.Topic

// EstimateTopics are the topics in the order in which they are shown.
func EstimateTopics() []estimate.Topic { return estimateTopics }
