"""Those who help: who they are, what they have taken on, what they can lead, what came of asking them."""
