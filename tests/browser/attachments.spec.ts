// The widget for files: chosen, uploaded, named, taken away again, refused with a sentence, and still named after a
// reload.
import { type Item, api, expect, person, test } from './installation';

const pdf = { name: '진행 보고.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n') };

test('a file is added to a form, survives a reload with its name, and is removed', async ({ browser, installation }) => {
  const page = await person(browser, installation, 'city_officer', 'kitakyushu', { width: 390 });
  const { items } = await api<{ items: Item[] }>(page, '/api/v1/commitments?city=kitakyushu&state=delivery.in_progress');
  await page.goto(`/en/commitments/${encodeURIComponent((items[0] as Item).id)}/progress`);
  const field = page.getByRole('group', { name: /Attachments/ });
  const named = field.locator('.attachments__name', { hasText: pdf.name });
  const saved = page.waitForResponse((response) => response.url().includes('/api/v1/drafts/') && response.request().method() === 'PUT');
  await field.locator('input[type=file]').setInputFiles(pdf);
  await expect(named).toBeVisible();
  await expect(field.getByRole('button', { name: /Remove/ })).toBeVisible();

  await field.locator('input[type=file]').setInputFiles({ ...pdf, name: 'photo.png' });
  await expect(field.getByText(/The ending of the file.s name does not fit its content/)).toBeVisible();

  // The draft is kept on the server: the form that is there again names the file, not its hash.
  await saved;
  await page.reload();
  await expect(named).toBeVisible();
  await expect(field.getByText(/sha256:/)).toHaveCount(0);
  // Another window of the same person knows nothing of this one.
  const elsewhere = await person(browser, installation, 'city_officer', 'kitakyushu');
  await elsewhere.goto(page.url());
  await expect(elsewhere.locator('.attachments__name', { hasText: pdf.name })).toBeVisible();
  await field.getByRole('button', { name: /Remove/ }).first().click();
  await expect(named).toHaveCount(0);
});
