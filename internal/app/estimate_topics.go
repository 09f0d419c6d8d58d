package app

import (
	"tieout/allowance"
	"tieout/consolidation"
	"tieout/debt"
	"tieout/estimate"
	"tieout/impairment"
	"tieout/incometax"
	"tieout/leases"
	"tieout/pension"
	"tieout/property"
	"tieout/restructuring"
)

// estimateTopics are the accounting estimates that a book keeps.
var estimateTopics = []estimate.Topic{restructuring.Topic, pension.Topic, debt.Topic, property.Topic, impairment.Topic, leases.Topic, incometax.Topic, consolidation.Topic, allowance.Topic}

// EstimateTopics are the topics in the order in which they are shown.
func EstimateTopics() []estimate.Topic { return estimateTopics }
