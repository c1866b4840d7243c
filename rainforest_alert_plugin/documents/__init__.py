"""Plain document model, written as XLSX, CSV, DOCX and HTML, and read back."""
