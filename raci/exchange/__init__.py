"""The matrix as a workbook, and the matrix of somebody else read from one."""
