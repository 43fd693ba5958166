// Names that several endpoints of OpenAI share.
export const issuer = 'https://auth.openai.com';
export const authHost = 'auth.openai.com';
export const chatHost = 'chatgpt.com';
export const apiHost = 'api.openai.com';
export const codexClientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
