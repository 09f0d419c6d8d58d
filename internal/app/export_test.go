package app

import "tieout/estimate"

// WithEstimateTopic adds a topic for tests and returns what takes it away.
func WithEstimateTopic(t estimate.Topic) func() {
	old := estimateTopics
	estimateTopics = append(estimateTopics[:len(old):len(old)], t)
	return func() { estimateTopics = old }
}
