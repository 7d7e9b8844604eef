"""How the notebooks are validated: re-executed by nbval, outputs and pictures compared."""
