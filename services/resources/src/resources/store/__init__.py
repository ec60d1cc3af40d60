"""Where the bytes of files lie: a folder or an S3. Nothing else of the service knows which."""
