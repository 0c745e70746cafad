"""The batch: plan, check, run branches in isolation, move results into place, tell how to go on."""
