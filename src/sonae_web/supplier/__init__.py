"""Business partners: who feels it when the company is hit, who could stop it, whom to help first."""
