"""What holds for passwords, secrets, scopes and tokens: pure."""
