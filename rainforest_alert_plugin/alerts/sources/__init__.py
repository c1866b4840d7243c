"""Sources of alerts, one file each: what to ask a service for, and what its answer is worth."""
